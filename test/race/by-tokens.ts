import { type Browser, createBrowser } from "../stage/browser.ts";
import { origin, start } from "../stage/stage.ts";
import { ask, concurrency, type RaceRun, race } from "./harness.ts";
import { createPhones } from "./phones.ts";
import { count, kinds, one, type Race, unless } from "./round.ts";

const device = ({ stage }: RaceRun, address?: string): Browser =>
  createBrowser({ fetch: (request, env) => stage.saoma.fetch(request, env) }, origin, address);

/** Signs in a device that keeps no cookie. Returns its refresh token and its session. */
async function signIn(run: RaceRun, round: number): Promise<{ refreshToken: string; session: string }> {
  const tv = device(run);
  const started = await start(tv, { claim: "header" });
  const row = async () => (await run.rows("SELECT * FROM attempts WHERE id = ?", started.id))[0];
  const phones = createPhones(run.stage);
  await phones.scan(`oR${round}`, String((await row())?.scene));
  await phones.tap(`oR${round}`, Number((await row())?.prompt));
  const headers = { authorization: `Claim ${started.claim}`, origin: null };
  const path = `/v1/attempts/${started.id}/redeem`;
  const { body } = await ask(tv, "POST", path, { body: { mode: "token" }, headers });
  return { refreshToken: body.refreshToken ?? "", session: body.session?.id ?? "" };
}

const refreshing = (by: Browser, refreshToken: string) =>
  ask(by, "POST", "/v1/tokens/refresh", { body: { refreshToken }, headers: { origin: null } });

export const refresh: Race = async (run, round) => {
  const { refreshToken, session } = await signIn(run, round);
  const tv = device(run);
  const answers = await race(() => refreshing(tv, refreshToken));
  const rotated = await count(run, "sessions WHERE id = ? AND generation = 1 AND ended_at IS NULL", session);
  return {
    heard: answers.map(({ said }) => said),
    wrong: [
      ...one(kinds(answers.flatMap(({ body }) => body.refreshToken ?? [])), "tokens follow one"),
      ...one(rotated, "sessions rotated once"),
      // A used token is answered 20 times a minute, which on a slow database may be most of the calls.
      ...unless(
        answers.every(({ said }) => said === "200" || said === "429 rate_limited"),
        () => "a repeat of the same client was refused",
      ),
    ],
  };
};

/** Two devices refresh with one token, which one of them has stolen. The service cannot tell which, and ends both. */
export const refreshByTwo: Race = async (run, round) => {
  const { refreshToken, session } = await signIn(run, round);
  const both = [device(run), device(run, "198.51.100.9")] as const;
  const answers = await race((runner) => refreshing(both[runner % 2] ?? both[0], refreshToken));
  const next = answers.flatMap(({ body }) => body.refreshToken ?? []);
  const later = await race((runner) => refreshing(both[runner % 2] ?? both[0], next[0] ?? ""));
  return {
    heard: [...answers, ...later].map(({ said }) => said),
    wrong: [
      ...one(kinds(next), "tokens follow one"),
      ...unless(next.length < concurrency, () => "both were served"),
      ...one(await count(run, "sessions WHERE id = ? AND end_reason = 'token_reused'", session), "sessions ended"),
      ...unless(
        later.every(({ said }) => said === "401 not_signed_in"),
        () => "the ended session was refreshed",
      ),
    ],
  };
};
