import { expect, test } from "vitest";
import { hears, type Notice } from "../../src/domain/notice.ts";

const identity = (openId: string, linkedAt?: number) => ({
  appid: "wx1",
  openId,
  accountId: "account",
  ...(linkedAt === undefined ? {} : { linkedAt }),
});
const [first, second, third] = [identity("first"), identity("second", 1_000), identity("third", 2_000)];
const notice = (kind: Notice["kind"], about: typeof first, at: number): Notice => ({
  id: "notice",
  accountId: "account",
  kind,
  at,
  about,
});
const hearing = (told: Notice) => [first, second, third].filter((one) => hears(one, told)).map(({ openId }) => openId);

test("identities of before get the notice; the added WeChat and later ones do not", () => {
  expect(hearing(notice("identity_added", second, 1_000))).toEqual(["first"]);
  expect(hearing(notice("identity_added", third, 2_000))).toEqual(["first", "second"]);
  expect(hearing(notice("identity_restored", first, 2_000))).toEqual(["second", "third"]);
  expect(hearing(notice("identity_removed", third, 3_000))).toEqual(["first", "second", "third"]);
  expect(hearing(notice("removal_announced", first, 1_999))).toEqual(["first", "second"]);
});

test("a lost WeChat hears of announced changes alone, and of nothing once the command line marked it", () => {
  const announced = notice("invitation_announced", second, 1_000);
  const stopped = notice("change_stopped", second, 1_000);
  const lost = { ...first, lostAt: 900 };
  expect([announced, stopped].map((one) => hears(lost, one))).toEqual([true, true]);
  expect(hears(lost, notice("invited", second, 1_000))).toBe(false);
  expect([announced, stopped].map((one) => hears({ ...lost, mutedAt: 900 }, one))).toEqual([false, false]);
});

test("a lost WeChat hears of no arrival, and only the WeChat that was added is left out", () => {
  const added = notice("identity_added", second, 1_000);
  expect(hears({ ...first, lostAt: 900 }, added)).toBe(false);
  expect(hears({ ...second, appid: "wx2" }, added)).toBe(true);
  const { about: _, ...unnamed } = added;
  expect(hears(first, unnamed)).toBe(true);
});
