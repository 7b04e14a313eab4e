const own =
  /^(?:\/+wechat\/+)|^\/(?:v1\/|mini-program\/|saoma-login\.js$|\.well-known\/jwks\.json$|MP_verify_\w+\.txt$)/;

/**
 * Whether a request's target, as in `/v1/session?application=shop`, is one that a proxy sends to Saoma. `/healthz`,
 * `/readyz` and `/openapi.json` are for inside: a site has its own.
 */
export const isOwnPath = (target: string): boolean => own.test(target.split("?", 1)[0] ?? "");
