import type { IdentitiesView } from "../wire/account.ts";
import { createAttempts } from "./attempts.ts";
import type { Client } from "./client.ts";
import { proving } from "./proving.ts";
import { bodyOf } from "./request.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import type { SignInState } from "./state.ts";

/** What asking somebody who is signed in looks like: a sign-in's states, but for the end. */
export type LinkingState =
  | Exclude<SignInState, { readonly kind: "signed-in" | "phone" }>
  /** It is done: the account's WeChats as they are now. */
  | ({ readonly kind: "linked" } & IdentitiesView);

/** One place on a page where somebody adds a WeChat, or proves who they are. */
export interface Linking extends Omit<SignIn, "state" | "enterCode" | "enterInvitation" | "sendPhone" | "enterOtp"> {
  state(): LinkingState;
}

export interface LinkingOptions {
  /** `link` adds the WeChat of whoever scans; `prove` shows again that the account's person is there. Default `link`. */
  readonly purpose?: "link" | "prove";
  /** With `prove`: what a WeChat of the account is asked to approve. Default `link`. */
  readonly for?: "link" | "remove" | "restore";
  /** With `for`: `remove` or `restore`, the id of the identity. */
  readonly identity?: string;
  /** Of a client that keeps its session by tokens. */
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

/** The WeChats of whoever is signed in. All fail with `RequestFailed`. */
export interface Identities {
  list(signal?: AbortSignal): Promise<IdentitiesView>;
  /** Takes one off; `fresh_proof_needed`, `last_identity`. */
  remove(id: string, signal?: AbortSignal): Promise<IdentitiesView>;
  /** Has one back that was taken off in the last seven days; `identity_taken` where it is somebody's by now. */
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
