import type { Attempt } from "../../src/domain/attempt.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import type { SignedIn } from "../../src/domain/session.ts";
import type { OwnIdentities } from "../../src/login/accounts/identities.ts";
import type { Redeemed } from "../../src/login/sessions/redeem.ts";
import { PowerCut } from "./service.ts";
import type { State } from "./state.ts";

/** The service's answer to an act. */
export interface Answer {
  /** The text of the reply to a push; "" for an acknowledgement without text. */
  readonly reply?: string;
  readonly refused?: true;
  /** Why the act failed: an error code, or `power cut`. */
  readonly code?: string;
  readonly redeemed?: Redeemed;
  /** The approval or link that a session requested was redeemed. */
  readonly fetched?: OwnIdentities;
  readonly view?: Attempt;
  readonly signedIn?: SignedIn | undefined;
  readonly started?: Attempt;
  /** A hint or an event was sent before the transaction was committed. */
  readonly early: boolean;
}

/** An act with its answer, before the oracle has seen it. */
export type Done = { readonly answer: Omit<Answer, "early">; readonly state?: Partial<State> };

/** The answer of `work`, or the code of the error that it throws. */
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
