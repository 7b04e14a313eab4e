import { sha256 } from "../base/bytes.ts";
import { isPlainlySigned, type PushKeys, type PushQuery } from "../wechat/index.ts";
import type { HttpDeps } from "./context.ts";
import { plainNonceOf } from "./push-target.ts";

/**
 * Binds the nonce of a signed request that is not a push to its use: the console's check, a probe, a body that
 * cannot be parsed. Otherwise anyone who saw the request could send a push of their own with its signature. Returns
 * false if the nonce was used for something else.
 */
export async function bindPlainNonce(
  { login }: Pick<HttpDeps, "login">,
  keys: PushKeys,
  query: PushQuery,
  ...what: readonly string[]
): Promise<boolean> {
  const nonce = plainNonceOf(keys, query);
  if (!nonce || !isPlainlySigned(keys, query)) return true;
  return login.bindNonce(keys.appid, nonce, sha256("no push", ...what));
}
