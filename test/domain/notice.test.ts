import { expect, test } from "vitest";
import { newlyLinked, noticeFor } from "../../src/domain/notice.ts";

const identity = (openId: string, linkedAt?: number) => ({
  appid: "wx1",
  openId,
  accountId: "account",
  ...(linkedAt === undefined ? {} : { linkedAt }),
});
const [first, second, third] = [identity("first"), identity("second", 1_000), identity("third", 2_000)];
const openIds = (self: typeof first, now: number) =>
  newlyLinked([first, second, third], self, now).map(({ openId }) => openId);

test("the people of an account hear of WeChats that are younger there than theirs, for seven days", () => {
  expect(openIds(first, 3_000)).toEqual(["second", "third"]);
  expect(openIds(second, 3_000)).toEqual(["third"]);
  expect(openIds(third, 3_000)).toEqual([]);
  expect(openIds(first, 1_000 + noticeFor - 1)).toEqual(["second", "third"]);
  expect(openIds(first, 1_000 + noticeFor)).toEqual(["third"]);
});
