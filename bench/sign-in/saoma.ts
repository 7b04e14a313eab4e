import { pairingCodeIn } from "../../src/testing/sign-in/push.ts";
import { account, club, website } from "../account.ts";
import { call, granted, signedIn, start, type Waits, wait } from "./browser.ts";
import { allow, openPage } from "./mini-program.ts";
import { say, scan } from "./phone.ts";
import { kept, type Step, type Way } from "./way.ts";
import type { WechatApi } from "./wechat-api.ts";

/** All sign-in methods of Saoma. */
export const saomaWays = (wechat: WechatApi): Way[] => [
  wayByQr(),
  waiting("saoma, by code, durable", "official-account-code", [sendCode, confirm]),
  waiting("saoma, by mini-program, durable", "mini-program", [openPage, allow]),
  redirected("saoma, by Open Platform, durable", "open-platform", website.appid),
  redirected("saoma, inside WeChat, durable", "in-wechat", account.appid),
  waiting("saoma, by QR with a phone, durable", "official-account-qr", [scanQr, confirm, ...bindPhone(wechat)], club),
];

export const wayByQr = (): Way => waiting("saoma, by QR, durable", "official-account-qr", [scanQr, confirm]);

/** In these methods the browser waits by WebSocket while the phone acts. */
function waiting(name: string, channel: string, acts: readonly Step[], application?: string): Way {
  const waits: Waits = new Map();
  return { name, steps: [start(channel, application), wait(waits), ...acts, granted(waits), ...signedIn] };
}

/** In these methods the browser goes to WeChat's page, and comes back with a code. */
const redirected = (name: string, channel: string, appid: string): Way => ({
  name,
  steps: [start(channel), comeBack(appid), ...signedIn],
});

const scanQr: Step = {
  name: "scan",
  async take(client, visit) {
    await scan(client, visit.person, kept(visit, "scene"));
  },
};

const sendCode: Step = {
  name: "code",
  async take(client, visit) {
    await say(client, visit.person, kept(visit, "code"));
  },
};

/** Confirms the question in the chat by sending the digit. */
const confirm: Step = {
  name: "confirm",
  async take(client, visit) {
    visit.kept.set("reply", await say(client, visit.person, "1"));
  },
};

/** Loads the page that WeChat sends the browser back to, and makes the request of its script. */
const comeBack = (appid: string): Step => ({
  name: "come back",
  async take(client, visit) {
    const [code, state] = [String(visit.person), kept(visit, "state")];
    await call(client, visit, "GET", `/wechat/${appid}/oauth?code=${code}&state=${state}`);
    await call(client, visit, "POST", `/wechat/${appid}/oauth`, { code, state });
  },
});

/** The phone number of a person. Numbers of consecutive persons are far apart. */
const phoneOf = (person: number): string => `138${String((person * 7_919) % 100_000_000).padStart(8, "0")}`;

const bindPhone = (wechat: WechatApi): Step[] => [
  {
    name: "SMS",
    async take(client, visit) {
      const pairingCode = pairingCodeIn(
        { ...account, kind: "service", name: "青禾", mode: "safe" },
        kept(visit, "reply"),
      );
      const asked = { phone: phoneOf(visit.person), pairingCode };
      await call(client, visit, "POST", `/v1/attempts/${kept(visit, "id")}/phone`, asked);
    },
  },
  {
    name: "code of the SMS",
    async take(client, visit) {
      const otp = wechat.smsTo(`+86${phoneOf(visit.person)}`);
      await call(client, visit, "POST", `/v1/attempts/${kept(visit, "id")}/phone`, { otp });
    },
  },
];
