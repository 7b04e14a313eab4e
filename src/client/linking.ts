import type { IdentitiesView } from "../wire/account.ts";
import { createAttempts } from "./attempts.ts";
import type { Client } from "./client.ts";
import { proving } from "./proving.ts";
import { bodyOf } from "./request.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import type { SignInState } from "./state.ts";

/** The states of a {@link Linking}: those of a sign-in, except that it ends with `linked`. */
export type LinkingState =
  | Exclude<SignInState, { readonly kind: "signed-in" | "phone" }>
  /** It is done: the account's WeChats as they are now. */
  | ({ readonly kind: "linked" } & IdentitiesView);

/** One place on a page where a person adds a WeChat, or approves a change of their account. */
export interface Linking extends Omit<SignIn, "state" | "enterCode" | "enterInvitation" | "sendPhone" | "enterOtp"> {
  /** The current state. */
  state(): LinkingState;
}

/** The options of {@link createLinking}. */
export interface LinkingOptions {
  /**
   * `link` adds the WeChat that scans; `prove` has a change approved by a WeChat of the account. Default `link`.
   */
  readonly purpose?: "link" | "prove";
  /** With `prove`: the change to approve. Default `link`. */
  readonly for?: "link" | "remove" | "restore";
  /** With `for: "remove"` or `"restore"`: the id of the identity. */
  readonly identity?: string;
  /** The access token of a client that keeps its session by tokens. */
  readonly accessToken?: string;
}

/**
 * Asks by the session of this browser. Nothing happens before `start`; an `error` of the code `fresh_proof_needed` wants
 * a `prove` first.
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

/** What such an attempt gives when it is fetched is no session. A phone is never asked for. */
function linkingState(state: SignInState): LinkingState {
  if (state.kind === "phone") return { kind: "granted" };
  if (state.kind !== "signed-in") return state;
  const { kind: _, ...fetched } = state;
  return { kind: "linked", ...(fetched as unknown as IdentitiesView) };
}

/** The calls on the WeChat identities of the account that is signed in. All reject with {@link RequestFailed}. */
export interface Identities {
  /** Fetches the account's identities, and those that can still be restored. */
  list(signal?: AbortSignal): Promise<IdentitiesView>;
  /** Removes an identity. Fails with `fresh_proof_needed` or `last_identity`. */
  remove(id: string, signal?: AbortSignal): Promise<IdentitiesView>;
  /**
   * Restores an identity that was removed in the last seven days. Fails with `identity_taken` if another account has
   * it by then.
   */
  restore(id: string, signal?: AbortSignal): Promise<IdentitiesView>;
}

export function createIdentities(
  client: Client,
  { accessToken }: Pick<LinkingOptions, "accessToken"> = {},
): Identities {
  const requests = proving(client.requests, accessToken);
  const path = "/v1/account/identities";
  const call = async (method: string, rest: string, signal?: AbortSignal): Promise<IdentitiesView> =>
    bodyOf(await requests.call(method, path + rest, signal && { signal }));
  return {
    list: (signal) => call("GET", "", signal),
    remove: (id, signal) => call("DELETE", `/${encodeURIComponent(id)}`, signal),
    restore: (id, signal) => call("POST", `/${encodeURIComponent(id)}/restore`, signal),
  };
}
