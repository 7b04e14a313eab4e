import type { Client } from "../load/client.ts";
import { scan } from "./phone.ts";
import { checks, kept, type Step, type Visit, type Way } from "./way.ts";

/** The number of polls of a page that polls once a second, while the person scans with the phone. */
const polls = 8;

/**
 * The first of the tutorials in docs/coming-from.md: polling by uid, and a JWT for 365 days, without a confirmation in
 * the chat.
 */
export function tutorialWay(): Way {
  return { name: "express + wechat + jsonwebtoken + a Map", steps: [start, wait, scanQr, redeem, check] };
}

async function get(client: Client, path: string, headers = {}): Promise<Record<string, string>> {
  return JSON.parse((await client.call({ method: "GET", path, headers })).body);
}

const start: Step = {
  name: "start",
  async take(client, visit) {
    const { uid = "" } = await get(client, "/qrcode");
    visit.kept.set("uid", uid);
  },
};

const poll = (client: Client, visit: Visit) => get(client, `/check?uid=${kept(visit, "uid")}`);

const wait: Step = {
  name: "wait",
  async take(client, visit) {
    for (let n = 0; n < polls; n++) await poll(client, visit);
  },
};

const scanQr: Step = {
  name: "scan",
  async take(client, visit) {
    await scan(client, visit.person, kept(visit, "uid"));
  },
};

const redeem: Step = {
  name: "redeem",
  async take(client, visit) {
    const { token = "" } = await poll(client, visit);
    visit.kept.set("token", token);
  },
};

const check: Step = {
  name: `${checks} checks`,
  async take(client, visit) {
    const headers = { Authorization: `Bearer ${kept(visit, "token")}` };
    for (let n = 0; n < checks; n++) await get(client, "/me", headers);
  },
};
