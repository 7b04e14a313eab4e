import { expect, test } from "vitest";
import { createQrcodes } from "../../src/simulator/api/qrcode/qrcodes.ts";
import { createTokens } from "../../src/simulator/api/token/tokens.ts";
import { createMovableClock } from "../../src/simulator/clock.ts";
import { createFaults } from "../../src/simulator/faults.ts";
import { createSettings } from "../../src/simulator/settings.ts";
import { createFakeClock, createSeededRandom } from "../../src/testing/index.ts";

const clock = () => createMovableClock(createFakeClock());

test("of more than a hundred thousand QRs the oldest is forgotten", () => {
  const qrcodes = createQrcodes(clock(), createSeededRandom(1));
  const create = () => qrcodes.create("wx0123456789abcdef", { scene: "abc", isText: true, expireSeconds: 60 });
  const [first, second] = [create(), create()];
  for (let n = 2; n <= 100_000; n++) create();
  expect([qrcodes.byTicket(first.ticket), qrcodes.byUrl(first.url)]).toEqual([undefined, undefined]);
  expect([qrcodes.byTicket(second.ticket), qrcodes.byUrl(second.url)]).toEqual([second, second]);
});

test("of more than five thousand tokens the oldest is forgotten", () => {
  const tokens = createTokens(clock(), createSeededRandom(1), createSettings());
  const [first, second] = [tokens.issue("a").token, tokens.issue("a").token];
  for (let n = 2; n <= 5000; n++) tokens.issue("a");
  expect(() => tokens.appidOf(first)).toThrow(/invalid credential/);
  expect(tokens.appidOf(second)).toBe("a");
});

test("more than a hundred faults are refused", () => {
  const faults = createFaults();
  for (let n = 0; n < 100; n++) faults.add({ on: "push", kind: "drop" });
  expect(() => faults.add({ on: "push", kind: "drop" })).toThrow(/clear them first/);
});
