import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Tokens } from "../../src/wire/tokens.ts";
import { origin, type Stage } from "./stage.ts";

/** What the call answers: who is signed in, or what is to be asked first. */
export interface MiniProgramAnswer {
  readonly status: number;
  readonly body: Partial<SessionView & Tokens> & Partial<Omit<StartedAttempt, "code">> & { readonly code?: string };
}

/** A code of `wx.login` of somebody who opened the mini-program by itself. */
export async function freshCode({ simulator, appid }: Stage, person: string, at = appid): Promise<string> {
  await simulator.control.miniProgram.open(person, at);
  return (await simulator.control.miniProgram.login(person)).code ?? "";
}

/** Asks the service as a mini-program does: no cookies, no origin. */
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

/** The person signs in by the mini-program itself. */
export async function signInThere(stage: Stage, person: string, more: object = {}): Promise<MiniProgramAnswer> {
  const code = await freshCode(stage, person);
  return post(stage, "/v1/sign-in/mini-program", { appid: stage.appid, code, ...more });
}
