import { ok } from "../answer.ts";
import { type Call, type Endpoint, type Fields, isFields, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { personOf } from "./endpoints.ts";
import type { Tag } from "./notes.ts";
import { pageOf, peopleOf } from "./openids.ts";

const most = { tags: 100, bytes: 30, people: 50, tagsPerPerson: 20, page: 10_000 };
/** Tags with ids below this are WeChat's own. */
const firstOwn = 100;

const post = (path: string, act: Endpoint["act"]): Endpoint => ({
  path: `/cgi-bin/${path}`,
  method: "POST",
  ability: "user-info",
  act,
});

/** https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_createtag.html and the pages beside it. */
export const tagEndpoints: readonly Endpoint[] = [
  post("tags/create", create),
  { path: "/cgi-bin/tags/get", method: "GET", ability: "user-info", act: list },
  post("tags/update", ({ sim, account, body }) => {
    const tag = tagIn(body);
    const { id } = ownTag({ sim, account }, tag.id);
    sim.notes.renameTag(account.appid, id, nameFor({ sim, account }, tag.name));
    return ok;
  }),
  post("tags/delete", ({ sim, account, body }) => {
    sim.notes.deleteTag(account.appid, ownTag({ sim, account }, tagIn(body).id).id);
    return ok;
  }),
  post("user/tag/get", members),
  post("tags/members/batchtagging", (call) =>
    tagging(call, (tagIds, id) => (tagIds.includes(id) ? tagIds : [...tagIds, id])),
  ),
  post("tags/members/batchuntagging", (call) => tagging(call, (tagIds, id) => tagIds.filter((one) => one !== id))),
  post("tags/getidlist", ({ sim, account, body }) => {
    const { name } = personOf(sim, account, body.openid);
    return { tagid_list: sim.notes.of(name, account.appid).tagIds };
  }),
];

type World = Pick<Call, "sim" | "account">;

function create({ sim, account, body }: Call): object {
  if (sim.notes.tags(account.appid).length >= most.tags) throw new WechatFailure(45056);
  return { tag: sim.notes.addTag(account.appid, nameFor({ sim, account }, tagIn(body).name)) };
}

function list({ sim, account }: Call): object {
  const tags = sim.notes.tags(account.appid);
  return { tags: tags.map((tag) => ({ ...tag, count: tagged({ sim, account }, tag).length })) };
}

function members({ sim, account, body }: Call): object {
  const openIds = tagged({ sim, account }, knownTag({ sim, account }, body.tagid));
  return pageOf(openIds, textOf(body.next_openid), most.page);
}

/** Tags all people of a list, or none. */
function tagging(
  { sim, account, body }: Call,
  change: (tagIds: readonly number[], id: number) => number[] | readonly number[],
): object {
  const { appid } = account;
  const { id } = knownTag({ sim, account }, body.tagid);
  const people = peopleOf(sim, account, body.openid_list, most.people);
  const changed = people.map(({ name }) => ({ name, tagIds: change(sim.notes.of(name, appid).tagIds, id) }));
  if (changed.some(({ tagIds }) => tagIds.length > most.tagsPerPerson)) throw new WechatFailure(45059);
  for (const { name, tagIds } of changed) sim.notes.change(name, appid, { tagIds });
  return ok;
}

const tagged = ({ sim, account: { appid } }: World, { id }: Tag): string[] =>
  sim.people
    .all()
    .filter(({ name }) => sim.notes.of(name, appid).tagIds.includes(id))
    .map((person) => person.openId(appid));

const tagIn = ({ tag }: Fields): Fields => (isFields(tag) ? tag : {});

/** The name of a new tag: 1 to 30 bytes, and unique in the account. */
function nameFor({ sim, account }: World, given: unknown): string {
  const name = textOf(given);
  if (Buffer.byteLength(name) > most.bytes) throw new WechatFailure(45158);
  if (name === "" || sim.notes.tags(account.appid).some((tag) => tag.name === name)) throw new WechatFailure(45157);
  return name;
}

function knownTag({ sim, account }: World, id: unknown): Tag {
  const tag = sim.notes.tags(account.appid).find((one) => one.id === Number(id));
  if (tag === undefined) throw new WechatFailure(45159);
  return tag;
}

function ownTag(world: World, id: unknown): Tag {
  const tag = knownTag(world, id);
  if (tag.id < firstOwn) throw new WechatFailure(45058);
  return tag;
}
