import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, scanAtWechat } from "../stage/oauth.ts";
import type { Stage, StageOptions } from "../stage/stage.ts";

/** A channel, as people use it. */
export interface Way {
  readonly kind: NonNullable<StageOptions["kind"]>;
  readonly channel: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Set if the channel can only sign in, not link or approve. */
  readonly signsInOnly?: true;
  /** A person answers the attempt that the page of `browser` shows, and confirms every question. */
  answer(stage: Stage, person: string, started: StartedAttempt, browser: Browser): Promise<void>;
  /** The code that the chat told the person to type on the page; undefined if there is none. */
  told(stage: Stage, person: string, started: StartedAttempt): Promise<string | undefined>;
}

/** Answers the chat's last question with a typed yes. */
const sayYes = async (stage: Stage, person: string): Promise<void> => void (await stage.say(person, "1"));

const toldInChat: Way["told"] = async (stage, person) => {
  const chat = stage.simulator.control.chat(person, stage.appid).findLast(({ from }) => from !== "person");
  return /(?:配对码)[^0-9]*(\d{6})/.exec(chat?.text ?? "")?.[1];
};

const toldNothing: Way["told"] = async () => undefined;

async function decideInMiniProgram(stage: Stage, person: string, started: StartedAttempt) {
  const scene = await openByCode(stage, person, started).catch(() => "");
  if (scene === "") return undefined;
  const bearer = await bearerOf(stage, person);
  const path = `${stage.appid}/attempts/${encodeURIComponent(scene)}`;
  const act = async (name: string, body: object = {}) =>
    (await (await call(stage, "POST", `${path}/${name}`, { bearer, body })).json()) as {
      purpose?: string;
      pairingCode?: string;
    };
  const { purpose } = await act("scan");
  return act("confirm", purpose === undefined ? {} : { purpose });
}

const codes = new WeakMap<Stage, Map<string, string>>();

export const ways: Readonly<Record<string, Way>> = {
  "a QR of the 服务号": {
    kind: "service",
    channel: "official-account-qr",
    async answer(stage, person, started) {
      await stage.scan(person, started);
      await sayYes(stage, person);
    },
    told: toldInChat,
  },
  "digits sent in the chat": {
    kind: "subscription",
    channel: "official-account-code",
    async answer(stage, person, { code }) {
      await stage.simulator.control.follow(person, stage.appid);
      await stage.say(person, code?.text ?? "");
      await sayYes(stage, person);
    },
    told: toldInChat,
  },
  "the mini-program's code": {
    kind: "mini-program",
    channel: "mini-program",
    async answer(stage, person, started) {
      const answered = await decideInMiniProgram(stage, person, started);
      const known = codes.get(stage) ?? new Map<string, string>();
      if (answered?.pairingCode) known.set(`${person} ${started.id}`, answered.pairingCode);
      codes.set(stage, known);
    },
    told: async (stage, person, { id }) => codes.get(stage)?.get(`${person} ${id}`),
  },
  "WeChat's own page": {
    kind: "website",
    channel: "open-platform",
    async answer(stage, person, started, browser) {
      const address = await scanAtWechat(stage, person, started);
      if (address) await comeBack(browser, address);
    },
    told: toldNothing,
  },
  "inside WeChat": {
    kind: "service",
    channel: "in-wechat",
    headers: insideWechat,
    async answer(stage, person, started, browser) {
      // A forwarded link returns in the browser of the person who opened it.
      const own = person === "afei" ? stage.browser() : browser;
      await comeBack(own, await openInWechat(stage, person, started.link ?? "", true), insideWechat);
    },
    told: toldNothing,
  },
};

/** The sixth way: the chat sends a code, and the user types it on the page. It can only sign in. */
export const typedCode: Readonly<Record<string, Way>> = {
  "a code that the chat gave": {
    kind: "subscription",
    channel: "official-account-code",
    signsInOnly: true,
    async answer(stage, person, { id }, browser) {
      await stage.simulator.control.follow(person, stage.appid);
      const { text } = await stage.say(person, "登录");
      const code = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(text)?.[0] ?? "";
      // A stranger can only use a page of their own.
      const own = person === "afei" ? stage.browser() : browser;
      await own.request("POST", `/v1/attempts/${id}/code`, { body: { text: code } });
    },
    told: toldNothing,
  },
};
