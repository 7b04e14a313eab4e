import { ok } from "../answer.ts";
import { type Call, type Endpoint, textOf } from "../endpoint.ts";
import { pageOf, peopleOf } from "./openids.ts";

const most = { people: 20, page: 1000 };

/**
 * https://developers.weixin.qq.com/doc/service/api/usermanage/blacklist/api_getblacklist.html and the pages beside it.
 */
export const blacklistEndpoints: readonly Endpoint[] = [
  { path: "/cgi-bin/tags/members/getblacklist", method: "POST", ability: "user-info", act: list },
  {
    path: "/cgi-bin/tags/members/batchblacklist",
    method: "POST",
    ability: "user-info",
    act: (call) => blacklist(call, true),
  },
  {
    path: "/cgi-bin/tags/members/batchunblacklist",
    method: "POST",
    ability: "user-info",
    act: (call) => blacklist(call, false),
  },
];

function list({ sim, account: { appid }, body }: Call): object {
  const openIds = sim.people
    .all()
    .filter(({ name }) => sim.preferences.of(name, appid).isBlacklisted)
    .map((person) => person.openId(appid));
  return { total: openIds.length, ...pageOf(openIds, textOf(body.begin_openid), most.page) };
}

/** Changes the same value as `isBlacklisted` of `PATCH …/accounts/{appid}`. */
function blacklist({ sim, account, body }: Call, isBlacklisted: boolean): object {
  for (const { name } of peopleOf(sim, account, body.openid_list, most.people))
    sim.preferences.change(name, account.appid, { isBlacklisted });
  return ok;
}
