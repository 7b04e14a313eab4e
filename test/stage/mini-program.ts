import { appidOf } from "../../src/simulator/world/identity.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { MiniProgramSessionView } from "../../src/wire/mini-program.ts";
import { origin, type Stage, start } from "./stage.ts";

/** Sends a request of the mini-program's page, without cookies and origin. `path` is below `/mini-program/`. */
export function call(
  { saoma }: Stage,
  method: "GET" | "POST",
  path: string,
  { bearer, body, address = "198.51.100.20" }: { bearer?: string; body?: unknown; address?: string } = {},
): Promise<Response> {
  const headers = {
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return saoma.fetch(new Request(`${origin}/mini-program/${path}`, init), { address });
}

/** Scans the mini-program code on the page. Returns the scene that the mini-program is opened with. */
export async function openByCode({ simulator }: Stage, person: string, { qr }: StartedAttempt): Promise<string> {
  const { outcome } = await simulator.control.scan(person, { image: qr?.image ?? "" });
  const page = await simulator.control.miniProgram.view(person);
  if (outcome !== "mini-program" || !page) throw new Error(`the scan came to ${outcome}`);
  return decodeURIComponent(page.query.scene ?? "");
}

/** A code of `wx.login` at the mini-program that the person has open. */
export async function wxLogin({ simulator }: Stage, person: string): Promise<string> {
  return (await simulator.control.miniProgram.login(person)).code ?? "";
}

/** A bearer token of this person at the mini-program that they have open. */
export async function bearerOf(stage: Stage, person: string, appid = stage.appid): Promise<string> {
  const answer = await call(stage, "POST", `${appid}/login`, { body: { code: await wxLogin(stage, person) } });
  if (answer.status !== 201) throw new Error(`login: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as MiniProgramSessionView).session;
}

/** A sign-in that this person has allowed in the stage's mini-program. It is granted, and not yet redeemed. */
export async function grantedInMiniProgram(stage: Stage, person: string) {
  const appid = appidOf("mini-program");
  const browser = stage.browser();
  const started = await start(browser, { channel: "mini-program", source: appid });
  const path = `${appid}/attempts/${encodeURIComponent(await openByCode(stage, person, started))}`;
  const bearer = await bearerOf(stage, person, appid);
  await call(stage, "POST", `${path}/scan`, { bearer, body: {} });
  await call(stage, "POST", `${path}/confirm`, { bearer, body: { own: true } });
  return { browser, started };
}
