// Issues access tokens, and verifies them.
import { createLocalJWKSet, jwtVerify } from "jose";
import type { Session } from "../../domain/session.ts";
import { clockLeeway } from "../../domain/signing-key.ts";
import type { AccessTokens, Application } from "../context.ts";
import type { KeyRing } from "./key-ring.ts";
import { signJwt } from "./sign-jwt.ts";

export interface AccessTokenDeps {
  readonly keyRing: KeyRing;
  readonly now: () => number;
  /** `iss`: the service's origin. */
  readonly issuer: string;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly applications: ReadonlyMap<string, Application>;
}

const type = "at+jwt";

export function createAccessTokens({ keyRing, now, issuer, lifetime, applications }: AccessTokenDeps): AccessTokens {
  let known: { kids: string; set: ReturnType<typeof createLocalJWKSet> } | undefined;

  /** The key set is rebuilt only when the keys have changed, because it caches imported keys. */
  async function keySet(): Promise<ReturnType<typeof createLocalJWKSet>> {
    const published = await keyRing.published();
    const kids = published.keys.map(({ kid }) => kid).join(" ");
    if (known?.kids !== kids) known = { kids, set: createLocalJWKSet(published) };
    return known.set;
  }

  return {
    async issue(session) {
      const { kid, algorithm, privateKey } = await keyRing.signer();
      const issued = Math.floor(now() / 1000);
      const expires = Math.min(issued + Math.floor(lifetime / 1000), Math.floor(session.expiresAt / 1000));
      const application = applications.get(session.applicationId);
      const claims = {
        sid: session.id,
        ...personal(application, session),
        iss: issuer,
        sub: session.accountId,
        aud: audienceOf(application, issuer, session.applicationId),
        iat: issued,
        exp: expires,
      };
      const accessToken = signJwt({ alg: algorithm, kid, typ: type }, claims, privateKey);
      return { accessToken, expiresIn: expires - issued };
    },
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, await keySet(), {
          issuer,
          typ: type,
          currentDate: new Date(now()),
          clockTolerance: clockLeeway / 1000,
          algorithms: ["EdDSA", "ES256"],
        });
        return typeof payload.sid === "string" ? payload.sid : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** The audience of ID tokens is the client's id. An application that has ID tokens has access tokens of another audience. */
const audienceOf = (application: Application | undefined, issuer: string, id: string): string =>
  application?.openid ? `${issuer}/v1/${id}` : id;

/** The claims about the person that the application asks for beyond the account. */
const personal = (application: Application | undefined, { openId, unionId }: Session) => ({
  ...(application?.tokenClaims.includes("openid") ? { openid: openId } : {}),
  ...(application?.tokenClaims.includes("unionid") && unionId !== undefined ? { unionid: unionId } : {}),
});
