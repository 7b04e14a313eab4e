import { createHash, timingSafeEqual } from "node:crypto";
import { networkOf } from "../../base/ip-network.ts";
import type { Limit } from "../../ports/limits.ts";
import type { Application, LoginContext, WechatServer } from "../context.ts";

/** A call from a site's server. */
export interface WechatServerCall {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** The client's address; undefined if unknown: all such calls share one limit. */
  readonly address: string | undefined;
}

/** Why a call is refused. */
export type Refused = "too-many" | "unauthorized";

/** An authorized call: the application, its setting, and the hash of the token, which is the key of its limits. */
export interface Authorized {
  readonly application: Application;
  readonly wechatServer: WechatServer;
  readonly tokenHash: string;
}

/** The limit of wechat-server itself for calls from one address. */
const callsPerAddress: Limit = { times: 180, per: 60_000 };

/** Checks the limit and the token of a call. */
export async function authorize(
  { limits }: LoginContext,
  application: Application,
  wechatServer: WechatServer,
  { authorization = "", address }: WechatServerCall,
): Promise<Authorized | Refused> {
  const tokenHash = findToken(wechatServer, authorization.replace(/^Bearer /, ""));
  // Behind a proxy that is not configured, all calls have one address: calls without a valid token must not use up a
  // site's limit.
  const whose = tokenHash === undefined ? "nobody" : application.id;
  const hit = await limits.hit(`wechat-server:${whose} ${networkOf(address)}`, callsPerAddress);
  if (!hit.allowed) return "too-many";
  return tokenHash === undefined ? "unauthorized" : { application, wechatServer, tokenHash };
}

/** Compares all hashes, so that the time reveals neither which one matched nor how much of it. */
function findToken({ tokenHashes }: WechatServer, token: string): string | undefined {
  const given = createHash("sha256").update(token).digest();
  const found = tokenHashes.filter((one) => timingSafeEqual(Buffer.from(one, "hex"), given));
  return found[0];
}
