import type { IdentitiesView } from "../wire/account.ts";
import { createAttempts } from "./attempts.ts";
import type { Client } from "./client.ts";
import { proving } from "./proving.ts";
import { bodyOf } from "./request.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import type { SignInState } from "./state.ts";

/** The states of a {@link Linking}: those of a sign-in, except that it ends with `linked`. */
export type LinkingState =
  | Exclude<SignInState, { readonly kind: "signed-in" | "terms" }>
  /** The attempt is done. Holds the account's identities as they are now. */
  | ({ readonly kind: "linked" } & IdentitiesView);

/** One place on a page where a person adds a WeChat, or approves a change of their account. */
export interface Linking extends Omit<SignIn, "state" | "enterCode" | "enterInvitation" | "disown"> {
  /** The current state. */
  state(): LinkingState;
}

/** The options of {@link createLinking}. */
export interface LinkingOptions {
  /**
   * `link` adds the WeChat that scans; `prove` has a change approved by a WeChat of the account. Default `link`.
   */
  readonly purpose?: "link" | "prove";
  /**
   * With `prove`: the change to approve. Default `link`. `phone` comes to the states `pairing` and `phone`, and has
   * announced the change when it is `linked`.
   */
  readonly for?: "link" | "remove" | "restore" | "delete" | "phone";
  /** With `for: "remove"` or `"restore"`: the id of the identity. */
  readonly identity?: string;
  /** The access token of a client that keeps its session by tokens. */
  readonly accessToken?: string;
}

/**
 * Adds a WeChat to the account that is signed in, or has a change of it approved. It does nothing before `start`. An
 * `error` with the code `fresh_proof_needed` means that a `prove` has to come first.
 *
 * @param onState Called with every new state.
 * @example
 * import { createClient, createLinking } from "saoma/client";
 *
 * const linking = createLinking(createClient(), (state) => {
 *   if (state.kind === "linked") console.log(state.identities.length);
 * });
 * linking.start();
 */
export function createLinking(
  client: Client,
  onState: (state: LinkingState) => void,
  { purpose = "link", accessToken, for: action, identity }: LinkingOptions = {},
): Linking {
  const requests = proving(client.requests, accessToken);
  const attempts = createAttempts(requests, {
    ...client.wanted,
    purpose,
    ...(action ? { for: action } : {}),
    ...(identity ? { identity } : {}),
  });
  const { state, ...rest } = createSignIn({ ...client, attempts }, (next) => onState(linkingState(next)));
  return { ...rest, state: () => linkingState(state()) };
}

/** The state of a linking for a sign-in's state. Redeeming a linking attempt returns identities, not a session. */
function linkingState(state: SignInState): LinkingState {
  // Terms are only asked for at sign-in; a linking attempt belongs to a session that exists already.
  if (state.kind === "terms") return { kind: "granted" };
  if (state.kind !== "signed-in") return state;
  const { kind: _, ...fetched } = state;
  return { kind: "linked", ...(fetched as unknown as IdentitiesView) };
}

/** The calls on the WeChat identities of the account that is signed in. All reject with {@link RequestFailed}. */
export interface Identities {
  /** Fetches the account's identities, and those that can still be restored. */
  list(signal?: AbortSignal): Promise<IdentitiesView>;
  /**
   * Removes an identity. Fails with `fresh_proof_needed` or `last_identity`. If the identity that approved it is younger,
   * the removal is announced: it is in `changes` until it is due. Fails with `change_announced` if it already is.
   */
  remove(id: string, signal?: AbortSignal): Promise<IdentitiesView>;
  /**
   * Restores an identity that was removed in the last seven days. Fails with `identity_taken` if another account has
   * it by then.
   */
  restore(id: string, signal?: AbortSignal): Promise<IdentitiesView>;
  /** Announces that the account is deleted; `fresh_proof_needed`, `change_announced`. */
  deleteAccount(signal?: AbortSignal): Promise<IdentitiesView>;
  /** Withdraws an announced change, or objects to it; `younger_identity`, `change_not_found`. */
  stopChange(id: string, signal?: AbortSignal): Promise<IdentitiesView>;
}

/**
 * Makes the calls on the WeChat identities of the account that is signed in.
 *
 * @example
 * import { createClient, createIdentities } from "saoma/client";
 *
 * const { identities } = await createIdentities(createClient()).list();
 */
export function createIdentities(
  client: Client,
  { accessToken }: Pick<LinkingOptions, "accessToken"> = {},
): Identities {
  const requests = proving(client.requests, accessToken);
  const path = "/v1/account";
  const call = async (method: string, rest: string, signal?: AbortSignal): Promise<IdentitiesView> =>
    bodyOf(await requests.call(method, path + rest, signal && { signal }));
  return {
    list: (signal) => call("GET", "/identities", signal),
    remove: (id, signal) => call("DELETE", `/identities/${encodeURIComponent(id)}`, signal),
    restore: (id, signal) => call("POST", `/identities/${encodeURIComponent(id)}/restore`, signal),
    deleteAccount: (signal) => call("DELETE", "", signal),
    stopChange: (id, signal) => call("DELETE", `/changes/${encodeURIComponent(id)}`, signal),
  };
}
