import type { Attempt } from "../../src/domain/attempt.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import type { SignedIn } from "../../src/domain/session.ts";
import type { OwnIdentities } from "../../src/login/accounts/identities.ts";
import type { Redeemed } from "../../src/login/sessions/redeem.ts";
import { PowerCut } from "./service.ts";
import type { State } from "./state.ts";

/** What an act was answered. */
export interface Answer {
  /** Of a push: its text, "" where it was acknowledged without words. */
  readonly reply?: string;
  readonly refused?: true;
  /** Why it failed: a code, or `power cut`. */
  readonly code?: string;
  readonly redeemed?: Redeemed;
  /** What a session asked for was fetched. */
  readonly fetched?: OwnIdentities;
  readonly view?: Attempt;
  readonly signedIn?: SignedIn | undefined;
  readonly started?: Attempt;
  /** Something was told to others before it was committed. */
  readonly early: boolean;
}

/** An act as it was performed, before anything is concluded from it. */
export type Done = { readonly answer: Omit<Answer, "early">; readonly state?: Partial<State> };

/** The answer, or the code of the failure. */
export async function outcome(act: () => Promise<Omit<Answer, "early">>): Promise<Omit<Answer, "early">> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof PowerCut) return { code: "power cut" };
    if (error instanceof SaomaError) return { code: error.code };
    throw error;
  }
}

export function rowOf({ rows }: State, attempt: number): Attempt {
  const row = rows.attempts[attempt];
  if (!row) throw new Error(`there is no attempt ${attempt}`);
  return row;
}
