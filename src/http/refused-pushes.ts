import { networkOf } from "../base/ip-network.ts";
import type { Limit } from "../ports/limits.ts";
import type { PushRefusal } from "../wechat/index.ts";
import type { HttpDeps } from "./context.ts";

/** The most refused pushes of one address that are logged in a minute. */
const written: Limit = { times: 20, per: 60_000 };

/** A push that was refused. */
export interface RefusedPush {
  readonly appid: string;
  readonly reason: PushRefusal;
  readonly requestId: string;
  readonly address: string | undefined;
}

/**
 * Counts a refused push and logs it, up to a limit for each address. The address is never blocked: WeChat may use the same
 * proxy as the attacker, so a valid push is accepted from any address.
 */
export async function noteRefusedPush(
  { tally, limits, log, now }: Pick<HttpDeps, "tally" | "limits" | "log" | "now">,
  { appid, reason, requestId, address }: RefusedPush,
): Promise<void> {
  tally.refuse(appid, reason, now());
  const network = networkOf(address);
  const hit = await limits.hit(`refused push:${network}`, written);
  if (hit.allowed) return log.warn({ appid, reason, requestId }, "a push was refused");
  const told = await limits.hit(`refused pushes logged:${network}`, { ...written, times: 1 });
  if (told.allowed)
    log.warn(
      { appid, address: network },
      "an address sends many pushes that are refused; further ones are only counted",
    );
}
