import { createHash, timingSafeEqual } from "node:crypto";
import { networkOf } from "../../base/ip-network.ts";
import type { Limit } from "../../ports/limits.ts";
import type { Application, LoginContext, WechatServer } from "../context.ts";

/** A call of a site's server. */
export interface WechatServerCall {
  /** `Authorization`, as it came. */
  readonly authorization: string | undefined;
  /** The client's address; undefined where nobody knows it: all such calls share one limit. */
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
  const tokenHash = findToken(wechatServer, authorization.replace(/^Bearer /, ""));
  // Behind a proxy that nobody named all have one address: who has no token must not use up a site's calls.
  const whose = tokenHash === undefined ? "nobody" : application.id;
  const hit = await limits.hit(`wechat-server:${whose} ${networkOf(address)}`, callsPerAddress);
  if (!hit.allowed) return "too-many";
  return tokenHash === undefined ? "unauthorized" : { application, wechatServer, tokenHash };
}

/** All are compared, so that the time tells neither which one it was nor how much of it was right. */
function findToken({ tokenHashes }: WechatServer, token: string): string | undefined {
  const given = createHash("sha256").update(token).digest();
  const found = tokenHashes.filter((one) => timingSafeEqual(Buffer.from(one, "hex"), given));
  return found[0];
}
