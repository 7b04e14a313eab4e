const own =
  /^(?:\/+wechat\/+)|^\/(?:v1\/|mini-program\/|compat\/wechat-server\/|saoma-login\.js$|\.well-known\/jwks\.json$|MP_verify_\w+\.txt$)/;

const wechatServer = /^\/api\/wechat(?:\/(?:user|access_token))?$/;

/**
 * Whether a request's target, as in `/v1/session?application=shop`, is one that a proxy sends to Saoma. `/healthz`,
 * `/readyz` and `/openapi.json` are for inside: a site has its own; and `/api/wechat` unless an application is `atRoot`.
 */
export function isOwnPath(target: string, { atRoot = false }: { readonly atRoot?: boolean } = {}): boolean {
  const path = target.split("?", 1)[0] ?? "";
  return own.test(path) || (atRoot && wechatServer.test(path));
}
