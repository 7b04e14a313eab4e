import { expect, test } from "vitest";
import { type ClientLogout, retryAt } from "../../src/domain/client-logout.ts";

const logout = (tries: number): ClientLogout => ({ sessionId: "s", applicationId: "shop", endedAt: 0, tries });
const minute = 60_000;

test("a client that does not answer is called again after increasing waits, at most an hour", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((tries) => retryAt(logout(tries), 1_000));
  const expected = [5_000, 30_000, 2 * minute, 10 * minute, 30 * minute, 60 * minute, 60 * minute, 60 * minute];
  expect(waits).toEqual(expected.map((wait) => 1_000 + wait));
  expect(retryAt(logout(0), 1_000)).toBe(6_000);
});

test("after a day it is given up", () => {
  const last = 24 * 60 * minute - 60 * minute;
  expect(retryAt(logout(6), last - 1)).toBe(last - 1 + 60 * minute);
  expect(retryAt(logout(6), last)).toBeUndefined();
});
