import { sha256 } from "../base/bytes.ts";
import type { DatedNonce } from "../ports/store.ts";
import { isPlainlySigned, type PushKeys, type PushQuery } from "../wechat/index.ts";
import type { HttpDeps } from "./context.ts";

/** What signed a request, where its signature does not cover the body, which is plain mode. */
export const plainNonceOf = ({ mode }: PushKeys, { timestamp, nonce = "" }: PushQuery): DatedNonce | undefined =>
  mode === "plain" ? { timestamp: Number(timestamp), nonce } : undefined;

/**
 * Binds the nonce of a signed request that is no push to what it was: the console's check, a probe, a body that nobody
 * can read. Else whoever saw it could sign a push of their own with it. False where it had signed something else.
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
