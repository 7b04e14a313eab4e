import type { Attempt } from "../../src/domain/attempt.ts";
import type { Proof } from "../../src/domain/claim.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import { claimOf, proofOf } from "./scenario.ts";
import type { Service } from "./service.ts";
import type { State } from "./state.ts";

/**
 * Tries what a caller without the claim may try in a state: every public value of the attempt, and another browser's
 * secret, at every service of `login/`. Returns what went wrong: a call that succeeded, or rows that changed.
 */
export async function tryWithoutClaim(
  { world, login }: Service,
  state: State,
): Promise<{ tried: number; open?: string }> {
  let tried = 0;
  for (const [index, attempt] of state.rows.attempts.entries()) {
    for (const [what, proof] of proofs(state, attempt, index)) {
      for (const [operation, call] of Object.entries(operations(login, attempt.id, proof))) {
        Object.assign(world, { rows: state.rows, now: state.now, crashes: false, hits: state.hits });
        tried++;
        const code = await call().then(
          () => "opened",
          (error: unknown) => (error instanceof SaomaError ? error.code : String(error)),
        );
        if (code !== "attempt_not_found" || world.rows !== state.rows)
          return { tried, open: `${operation} with ${what}: ${code}` };
      }
    }
    for (const [what, token] of Object.entries(texts(state, attempt, index))) {
      Object.assign(world, { rows: state.rows, now: state.now });
      tried++;
      if (await login.session({ cookie: token })) return { tried, open: `signed in with ${what}` };
    }
  }
  return { tried };
}

const operations = (login: Service["login"], id: string, proof: Proof | undefined) => ({
  view: () => login.view(id, proof),
  redeem: () => login.redeem(id, proof, { mode: "cookie" }),
  cancel: () => login.cancel(id, proof),
  refresh: () => login.refresh(id, proof, { browserSecret: "stranger" }),
});

const proofs = (state: State, attempt: Attempt, index: number): [string, Proof | undefined][] => [
  ["nothing", undefined],
  ["another browser's secret", proofOf(1 - (state.oracle.startedBy[index] ?? 0))],
  ...Object.entries(texts(state, attempt, index))
    .filter(([what]) => what !== "the claim")
    .map(([what, claim]): [string, Proof] => [what, { claim }]),
];

/** What a stranger may have seen of an attempt, and the claim itself, which is no session. */
const texts = ({ oracle }: State, attempt: Attempt, index: number): Record<string, string> => ({
  "the scene": attempt.scene,
  "the attempt's id": attempt.id,
  "the QR's content": attempt.content,
  "the claim's hash": attempt.claimHash,
  "the claim": claimOf(oracle.startedBy[index] ?? 0, attempt.id),
});
