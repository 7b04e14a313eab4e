import { isFollowable } from "../../world/accounts.ts";
import { ok } from "../answer.ts";
import type { Call, Endpoint } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";

/**
 * The simulated calls of tickets: https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html, appendix on
 * jsapi_ticket.
 */
export const ticketEndpoints: readonly Endpoint[] = [
  { path: "/cgi-bin/ticket/getticket", method: "GET", limits: { day: 1_000_000 }, act: ticket },
];

function ticket({ sim, account, query }: Call): object {
  if (!isFollowable(account)) throw new WechatFailure(48001);
  const type = query.get("type");
  if (type !== "jsapi" && type !== "wx_card") throw new WechatFailure(40097);
  const { value, endsAt } = sim.tickets.get(account.appid, type);
  return { ...ok, ticket: value, expires_in: endsAt - sim.clock.seconds() };
}
