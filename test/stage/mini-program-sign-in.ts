import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Tokens } from "../../src/wire/tokens.ts";
import { origin, type Stage } from "./stage.ts";

/** The response: the session, or the attempt that the person has to confirm first. */
export interface MiniProgramAnswer {
  readonly status: number;
  readonly body: Partial<SessionView & Tokens> & Partial<Omit<StartedAttempt, "code">> & { readonly code?: string };
}

/** A code of `wx.login` of a person who opened the mini-program directly, not by a QR. */
export async function freshCode({ simulator, appid }: Stage, person: string, at = appid): Promise<string> {
  await simulator.control.miniProgram.open(person, at);
  return (await simulator.control.miniProgram.login(person)).code ?? "";
}

/** Posts to the service as a mini-program does: without cookies and origin. */
export async function post(
  { saoma }: Stage,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<MiniProgramAnswer> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
  const answer = await saoma.fetch(new Request(`${origin}${path}`, init), { address: "198.51.100.20" });
  return { status: answer.status, body: (await answer.json()) as MiniProgramAnswer["body"] };
}

/** Signs the person in inside the mini-program. */
export async function signInThere(stage: Stage, person: string, more: object = {}): Promise<MiniProgramAnswer> {
  const code = await freshCode(stage, person);
  return post(stage, "/v1/sign-in/mini-program", { appid: stage.appid, code, ...more });
}
