import { expect, test } from "vitest";
import { type AttemptCount, funnelOf, hourOf, medianSeconds, rowsOf } from "../../src/domain/sign-in-hour.ts";

const one: AttemptCount = {
  applicationId: "shop",
  channel: "official-account-qr",
  status: "redeemed",
  isScanned: true,
  isConfirmed: true,
  seconds: 5,
  count: 2,
};

test("counts in two portions make the rows of the whole hour, and each step counts in those before it", () => {
  const { seconds: _, ...unfinished } = one;
  const counts: AttemptCount[] = [
    one,
    { ...one, seconds: 9, count: 1 },
    { ...one, seconds: -3, count: 1 },
    { ...unfinished, status: "granted", count: 4 },
    { ...unfinished, status: "expired", isConfirmed: false, count: 8 },
    { ...unfinished, status: "declined", reason: "by_person", isConfirmed: false, count: 16 },
    { ...unfinished, status: "pending", isScanned: false, isConfirmed: false, count: 32 },
  ];
  const rows = rowsOf(0, counts);
  expect(rows.map(({ reached, ending, count }) => `${reached} ${ending} ${count}`)).toEqual([
    "redeemed redeemed 4",
    "confirmed open 4",
    "scanned expired 8",
    "scanned by_person 16",
    "shown open 32",
  ]);
  expect(rows[0]?.seconds).toEqual({ 0: 1, 5: 2, 9: 1 });
  expect(
    rowsOf(
      0,
      counts.flatMap((count) => [
        { ...count, count: count.count / 2 },
        { ...count, count: count.count / 2 },
      ]),
    ),
  ).toEqual(rows);
  expect(funnelOf(rows)).toEqual({ shown: 64, scanned: 32, confirmed: 8, redeemed: 4 });
});

test("the median is that of all sign-ins, and undefined without any", () => {
  const rows = (...seconds: number[]) =>
    rowsOf(
      0,
      seconds.map((took) => ({ ...one, seconds: took, count: 1 })),
    );
  expect(medianSeconds(rows(1, 10, 100))).toBe(10);
  expect(medianSeconds(rows(100, 2, 3, 1))).toBe(2);
  expect(medianSeconds([...rows(1), ...rows(9, 9)])).toBe(9);
  expect(medianSeconds([])).toBeUndefined();
  expect(hourOf(7_200_001)).toBe(7_200_000);
});
