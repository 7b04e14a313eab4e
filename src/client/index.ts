// `saoma/client`: sign-ins for pages that have their own user interface.
export type { IdentitiesView } from "../wire/account.ts";
export type { AttemptView, StartAttempt, StartedAttempt } from "../wire/attempt.ts";
export type { AccountView, NoticeView, SessionView } from "../wire/session.ts";
export type { SessionsView } from "../wire/sessions.ts";
export type { AgreedTerms, TermsView } from "../wire/terms.ts";
export type { AttemptHandle, Attempts, Look } from "./attempts.ts";
export { type Client, type ClientOptions, createClient } from "./client.ts";
export { RequestFailed } from "./failure.ts";
export {
  createIdentities,
  createLinking,
  type Identities,
  type Linking,
  type LinkingOptions,
  type LinkingState,
} from "./linking.ts";
export type { Platform } from "./platform.ts";
export { createSessions, type Sessions } from "./sessions.ts";
export { createSignIn, type SignIn } from "./sign-in.ts";
export type { Code, DeclineReason, Phone, Qr, SignInState, Who } from "./state.ts";
