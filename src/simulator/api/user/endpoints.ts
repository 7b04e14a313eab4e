// The simulated calls about followers.

import { wechatName } from "../../phone/user-agent.ts";
import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import type { Person } from "../../world/people.ts";
import { ok } from "../answer.ts";
import { type Call, type Endpoint, isFields, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { pageOf } from "./openids.ts";

const maxBatch = 100;
const maxPage = 10_000;
const maxRemark = 30;

/** https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo.html and the pages beside it. */
export const userEndpoints: readonly Endpoint[] = [
  {
    path: "/cgi-bin/user/info",
    method: "GET",
    ability: "user-info",
    act: ({ sim, account, query }) => infoOf(sim, account, query.get("openid") ?? ""),
  },
  { path: "/cgi-bin/user/info/batchget", method: "POST", ability: "user-info", act: batch },
  { path: "/cgi-bin/user/get", method: "GET", ability: "user-info", act: list },
  { path: "/cgi-bin/user/info/updateremark", method: "POST", ability: "user-info", act: remark },
];

/** The person of an openid of this account. Throws 40003. */
export function personOf(sim: Simulation, { appid }: Account, openId: unknown): Person {
  const person = sim.people.byOpenId(appid, textOf(openId));
  if (person === undefined) throw new WechatFailure(40003);
  return person;
}

/**
 * A person who does not follow has an openid and, for a bound account, a unionid. Since 2021 nobody has a name or
 * picture here.
 */
function infoOf(sim: Simulation, account: Account, openId: string): object {
  const person = personOf(sim, account, openId);
  const unionid = person.unionId(account);
  const union = unionid === undefined ? {} : { unionid };
  if (!person.follows.has(account.appid)) return { subscribe: 0, openid: openId, ...union };
  const { at, scene, qrScene, qrSceneStr } = sim.follows.of(person.name, account.appid);
  const note = sim.notes.of(person.name, account.appid);
  return {
    subscribe: 1,
    openid: openId,
    language: wechatName(person.language),
    subscribe_time: at,
    ...union,
    remark: note.remark,
    groupid: note.tagIds[0] ?? 0,
    tagid_list: note.tagIds,
    subscribe_scene: scene,
    qr_scene: qrScene,
    qr_scene_str: qrSceneStr,
  };
}

function batch({ sim, account, body }: Call): object {
  const { user_list: users } = body;
  if (!Array.isArray(users) || users.length === 0 || users.length > maxBatch) throw new WechatFailure(40032);
  return {
    user_info_list: users.map((user: unknown) => infoOf(sim, account, isFields(user) ? textOf(user.openid) : "")),
  };
}

/** The followers in the order in which they followed, after `next_openid`. */
function list({ sim, account: { appid }, query }: Call): object {
  const since = (person: Person): number => sim.follows.of(person.name, appid).at;
  const followers = sim.people
    .all()
    .filter(({ follows }) => follows.has(appid))
    .sort((a, b) => since(a) - since(b))
    .map((person) => person.openId(appid));
  return { total: followers.length, ...pageOf(followers, query.get("next_openid") ?? "", maxPage) };
}

function remark({ sim, account, body }: Call): object {
  const { name } = personOf(sim, account, body.openid);
  const remark = textOf(body.remark);
  if ([...remark].length >= maxRemark) throw new WechatFailure(40097);
  sim.notes.change(name, account.appid, { remark });
  return ok;
}
