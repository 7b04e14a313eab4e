import { miniProgram } from "../account.ts";
import type { Client } from "../load/client.ts";
import { addressOf } from "./browser.ts";
import { kept, type Step, type Visit } from "./way.ts";

/** Makes a request of the mini-program's page on the person's phone. */
async function ask(client: Client, visit: Visit, method: string, path: string, body?: object): Promise<string> {
  const bearer = visit.kept.get("bearer");
  const headers = {
    "Content-Type": "application/json",
    "X-Forwarded-For": addressOf(visit),
    ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
  };
  const sent = body && { body: JSON.stringify(body) };
  return (await client.call({ method, path: `/mini-program/${miniProgram.appid}/${path}`, headers, ...sent })).body;
}

/** After the scan the page opens, signs its person in to the mini-program, and loads the attempt. */
export const openPage: Step = {
  name: "open the page",
  async take(client, visit) {
    const { session } = JSON.parse(await ask(client, visit, "POST", "login", { code: String(visit.person) }));
    visit.kept.set("bearer", session);
    await ask(client, visit, "GET", `attempts/${kept(visit, "scene")}`);
    await ask(client, visit, "POST", `attempts/${kept(visit, "scene")}/scan`, {});
  },
};

export const allow: Step = {
  name: "allow",
  async take(client, visit) {
    await ask(client, visit, "POST", `attempts/${kept(visit, "scene")}/confirm`, {});
  },
};
