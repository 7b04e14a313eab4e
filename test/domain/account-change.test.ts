import { expect, test } from "vitest";
import { type Identity, isSameWechat } from "../../src/domain/account.ts";
import { type AccountChange, isBy, isSameChange, saysNo } from "../../src/domain/account-change.ts";

const announcer = { appid: "wx1", openId: "me" };
const change: AccountChange = {
  id: "ch_1",
  accountId: "ac_1",
  action: "remove",
  about: { appid: "wx1", openId: "old" },
  by: announcer,
  byLinkedAt: 50,
  sessionId: "se_1",
  applicationId: "shop",
  announcedAt: 100,
  dueAt: 200,
};
const identity = (values: Partial<Identity>): Identity => ({ appid: "wx1", openId: "x", accountId: "ac_1", ...values });

test.each<[string, Partial<Identity>, string | undefined]>([
  ["who announced it withdraws it", announcer, "withdrawn"],
  ["another person of the same source, as old, objects", { linkedAt: 50 }, "objected"],
  ["one that is older objects", { linkedAt: 49 }, "objected"],
  ["one of the first objects", {}, "objected"],
  ["a younger one has no say", { linkedAt: 51 }, undefined],
  ["the same openId at another source is another one", { appid: "wx2", openId: "me", linkedAt: 51 }, undefined],
  ["one that a key marked as lost still objects", { lostAt: 1 }, "objected"],
  ["one that was found since the command line marked it objects", { lostAt: 2, mutedAt: 1 }, "objected"],
  [
    "one that the command line marked as lost has no say, even its own",
    { ...announcer, lostAt: 1, mutedAt: 1 },
    undefined,
  ],
  ["another account's has no say", { accountId: "ac_2" }, undefined],
])("of those who say no, %s", (_, values, expected) => expect(saysNo(identity(values), change)).toBe(expected));

test("only the oldest WeChats may object to an announcer who is one of them", () => {
  const { byLinkedAt: _, ...first } = change;
  expect(saysNo(identity({}), first)).toBe("objected");
  expect(saysNo(identity({ linkedAt: 1 }), first)).toBeUndefined();
});

test("a change is the same one for the same thing of the same person", () => {
  const about = { appid: "wx1", openId: "old" };
  const isSame = (one: Pick<AccountChange, "action" | "about">) => isSameChange({ action: "remove", about }, one);
  expect(isSame({ action: "remove", about: { ...about } })).toBe(true);
  expect(isSame({ action: "phone", about })).toBe(false);
  expect(isSame({ action: "remove" })).toBe(false);
  expect(isSame({ action: "remove", about: { ...about, openId: "other" } })).toBe(false);
  expect(isSame({ action: "remove", about: { ...about, appid: "wx2" } })).toBe(false);
  expect(isSameChange({ action: "delete" }, { action: "delete" })).toBe(true);
  expect(isSameChange({ action: "delete" }, { action: "delete", about })).toBe(false);
});

test("a change is by the identity that announced it, or by the session that asked", () => {
  expect(isBy(change, announcer)).toBe(true);
  expect(isBy(change, { ...announcer, openId: "x" })).toBe(false);
  expect(isBy(change, { ...announcer, appid: "wx2" }, "se_1")).toBe(true);
  expect(isBy(change, undefined, "se_2")).toBe(false);
  expect(isBy(change, undefined)).toBe(false);
});

test("two identities are one WeChat's by openId, or by the unionId of one platform", () => {
  const one = { appid: "wx1", openId: "a", unionId: "u", platform: "p" };
  expect(isSameWechat(one, { appid: "wx1", openId: "a" })).toBe(true);
  expect(isSameWechat(one, { appid: "wx2", openId: "b", unionId: "u", platform: "p" })).toBe(true);
  expect(isSameWechat(one, { appid: "wx2", openId: "a" })).toBe(false);
  expect(isSameWechat(one, { appid: "wx1", openId: "b" })).toBe(false);
  expect(isSameWechat(one, { appid: "wx2", openId: "b", unionId: "u", platform: "q" })).toBe(false);
  expect(isSameWechat(one, { appid: "wx2", openId: "b", unionId: "v", platform: "p" })).toBe(false);
  expect(isSameWechat({ appid: "wx1", openId: "a" }, { appid: "wx2", openId: "b" })).toBe(false);
});
