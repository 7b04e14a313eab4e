import { expect, test } from "vitest";
import { createSingleFlight } from "../../src/base/single-flight.ts";

test("a caller joins the work that runs for its key; another key runs its own", async () => {
  const flights = createSingleFlight<number>();
  const { promise, resolve } = Promise.withResolvers<number>();
  const [first, second, other] = [
    flights.run("a", () => promise),
    flights.run("a", async () => 2),
    flights.run("b", async () => 3),
  ];
  expect([flights.size, flights.running("a") !== undefined, flights.running("c")]).toEqual([2, true, undefined]);
  resolve(1);
  expect(await Promise.all([first, second, other])).toEqual([1, 1, 3]);
  expect(flights.size).toBe(0);
});

test("a failure is everybody's, and the next one starts anew", async () => {
  const flights = createSingleFlight<number>();
  const both = [flights.run("a", () => Promise.reject(new Error("away"))), flights.run("a", async () => 2)];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await flights.run("a", async () => 2)).toBe(2);
});
