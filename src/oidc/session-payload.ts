import type { AdapterPayload } from "oidc-provider";
import { provenAt, type SignedIn } from "../domain/session.ts";

/** When its person last showed who they are, in seconds since the epoch. */
export const authenticatedAt = ({ session }: SignedIn): number => Math.floor(provenAt(session) / 1000);

/** How the person signed in: by WeChat, and by which channel. RFC 8176 defines no value for it. */
export const methodsOf = ({ session: { channel } }: SignedIn): string[] => ["wechat", channel];

/** One of our sessions as the provider sees it. Its `uid` marks what comes of it, which is over when it is. */
export const sessionPayload = (signedIn: SignedIn): AdapterPayload => ({
  kind: "Session",
  jti: signedIn.session.id,
  uid: signedIn.session.id,
  accountId: signedIn.account.id,
  loginTs: authenticatedAt(signedIn),
  amr: methodsOf(signedIn),
  authorizations: {},
});
