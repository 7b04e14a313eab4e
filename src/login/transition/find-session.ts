import { hashSessionToken, isLive, type SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";
import { isStillAdmitted } from "./access.ts";
import { endBySignOut } from "./sign-out.ts";
import { isShared, seenAt } from "./single-sign-on.ts";

/** What a request shows to prove its session: the cookie's token, or an access token. */
export type SessionProof =
  | {
      readonly cookie: string;
      /** The application that asks, if several share the cookie. */
      readonly at?: string;
    }
  | { readonly bearer: string };

/**
 * The live session of a proof. An access token counts only while its session lives, so that a sign-out takes effect at
 * once. With `applicationId`, only a session of that application counts. The first use of a cookie ends the time in
 * which its attempt can be redeemed again.
 */
export async function findSession(
  setup: LoginContext,
  proof: SessionProof,
  applicationId?: string,
): Promise<SignedIn | undefined> {
  const { store } = setup;
  const found = await read(setup, proof);
  const signedIn = found && seenAt(setup, found, askedAt(proof));
  if (!signedIn || !isLive(signedIn.session, store.now())) return undefined;
  const { session } = signedIn;
  if (applicationId !== undefined && session.applicationId !== applicationId) return undefined;
  if (!(await isStillAdmitted(setup, session))) return undefined;
  if (session.firstUsedAt === undefined) {
    await store.transact((stores) => stores.sessions.use(session.id, stores.now));
  }
  return signedIn;
}

const askedAt = (proof: SessionProof): string | undefined => ("cookie" in proof ? proof.at : undefined);

async function read({ store, accessTokens }: LoginContext, proof: SessionProof): Promise<SignedIn | undefined> {
  if ("cookie" in proof) return store.read.signedIn(hashSessionToken(proof.cookie));
  const id = await accessTokens.read(proof.bearer);
  return id === undefined ? undefined : store.read.signedInById(id);
}

/** Whether the caller may end sessions of this application. Others get the same result as for an unknown session. */
export type MayEndSession = (applicationId: string) => boolean;

/** Ends the session of a proof. True if it has ended now, or had ended before. */
export async function signOut(setup: LoginContext, proof: SessionProof, mayEnd: MayEndSession): Promise<boolean> {
  const session = (await read(setup, proof))?.session;
  const at = askedAt(proof);
  if (!session || (at !== undefined && !isShared(setup, session.applicationId, at))) return false;
  if (!mayEnd(at ?? session.applicationId)) return false;
  await setup.store.transact((stores) => endBySignOut(setup, stores, session));
  return true;
}
