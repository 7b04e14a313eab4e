import { createHash, timingSafeEqual } from "node:crypto";
import { networkOf } from "../../base/ip-network.ts";
import type { Limit } from "../../ports/limits.ts";
import type { Application, LoginContext, WechatServer } from "../context.ts";

/** A call of a site's server. */
export interface WechatServerCall {
  /** `Authorization`, as it came. */
  readonly authorization: string | undefined;
  /** The client's address; undefined where nobody knows it, and then it is not limited. */
  readonly address: string | undefined;
}

/** Why a call hears nothing. */
export type Refused = "too-many" | "unauthorized";

/** What may go on: the application, its setting, and the token's hash, by which tries are counted. */
export interface Authorized {
  readonly application: Application;
  readonly wechatServer: WechatServer;
  readonly tokenHash: string;
}

/** wechat-server's own: calls from one address. */
const callsPerAddress: Limit = { times: 180, per: 60_000 };

/** Whether the call comes in time and with a token of this application. */
export async function authorize(
  { limits }: LoginContext,
  application: Application,
  wechatServer: WechatServer,
  { authorization = "", address }: WechatServerCall,
): Promise<Authorized | Refused> {
  const key = address === undefined ? undefined : `wechat-server:${networkOf(address)}`;
  if (key !== undefined && !(await limits.hit(key, callsPerAddress)).allowed) return "too-many";
  const tokenHash = findToken(wechatServer, authorization.replace(/^Bearer /, ""));
  return tokenHash === undefined ? "unauthorized" : { application, wechatServer, tokenHash };
}

/** All are compared, so that the time tells neither which one it was nor how much of it was right. */
function findToken({ tokenHashes }: WechatServer, token: string): string | undefined {
  const given = createHash("sha256").update(token).digest();
  const found = tokenHashes.filter((one) => timingSafeEqual(Buffer.from(one, "hex"), given));
  return found[0];
}
