import { readTarget } from "./push-target.ts";

const own =
  /^(?:\/+wechat\/+)|^\/(?:v1\/|mini-program\/|compat\/wechat-server\/|saoma-login\.js$|\.well-known\/jwks\.json$|MP_verify_\w+\.txt$)/;

const openId = /^\/(?:oidc\/|sign-in\/|\.well-known\/openid-configuration$)/;

/** Whether a request's target is the OpenID provider's, which is answered by Node's own request and response. */
export const isOpenIdPath = (target: string): boolean => openId.test(target.split("?", 1)[0] ?? "");

const wechatServer = /^\/api\/wechat(?:\/(?:user|access_token))?$/;

/**
 * Whether a request's target, as in `/v1/session?application=shop`, is one that a proxy sends to Saoma. `/healthz`,
 * `/readyz` and `/openapi.json` are for inside: a site has its own; and `/api/wechat`, and the
 * OpenID provider's, unless an application wants them.
 */
export function isOwnPath(target: string, { atRoot = false, openId = false }: Mounted = {}): boolean {
  const path = target.split("?", 1)[0] ?? "";
  return (
    own.test(path) ||
    readTarget(path) !== undefined ||
    (atRoot && wechatServer.test(path)) ||
    (openId && isOpenIdPath(path))
  );
}

/** Paths that exist only if they are configured. */
export interface Mounted {
  readonly atRoot?: boolean;
  readonly openId?: boolean;
}
