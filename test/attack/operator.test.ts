import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createQrQuota } from "../../src/login/transition/qr-quota.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { application, good } from "../server/options.ts";

// What the operator has to be told, in words, before it is too late.

async function counting() {
  const lines: { percent: unknown; message: string }[] = [];
  const warn = (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ percent: fields.percent, message });
  const quiet = () => {};
  const clock = createFakeClock(Date.UTC(2026, 4, 1, 6));
  const store = await openSqliteStore({ path: ":memory:", clock });
  onTestFinished(() => store.close());
  const log = { debug: quiet, info: quiet, warn, error: quiet };
  return { clock, lines, quota: createQrQuota({ store, failureLimiter: store.limits, log }) };
}

const tea = { appid: "wx1", name: "青禾" };
const other = { appid: "wx2", name: "别处" };

test("at 50, 80 and 95 % of a day's QRs the operator is told, once each, for each account, every day", async () => {
  const { clock, lines, quota } = await counting();
  const make = (times: number, of = tea) => {
    for (let n = 0; n < times; n++) quota.count(of);
  };
  make(49_999);
  make(49_999, other);
  expect(lines).toEqual([]);
  make(50_001);
  expect(lines.map(({ percent }) => percent)).toEqual([50, 80, 95]);
  expect(lines[0]?.message).toContain("50 % of the day's 100,000 QRs of 青禾");
  // Midnight in China is 16:00 UTC.
  await clock.advance(10 * 3600_000);
  make(50_000);
  expect(lines.map(({ percent }) => percent)).toEqual([50, 80, 95, 50]);
});

const warnings = (options: object): string[] => [...parseConfig({ ...good, ...options }, {}).warnings];

test.each([
  [["0.0.0.0/1"], "50 % of all IPv4"],
  [["128.0.0.0/2", "64.0.0.0/2"], "50 % of all IPv4"],
  [["11.0.0.0/8"], "0.39 % of all IPv4"],
  [["10.0.0.0/7"], "0.78 % of all IPv4"],
  [["2000::/4"], "6 % of all IPv6"],
])("a proxy list of %j is warned of", (trustedProxies, said) => {
  expect(warnings({ trustedProxies }).join()).toContain(said);
});

test.each([
  [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.1", "fc00::/7", "100.64.0.0/10"]],
  [["173.245.48.0/20", "104.16.0.0/13", "2606:4700::/32", "2400:cb00::/32"]],
  [["::1"]],
])("one of %j is not", (trustedProxies) => {
  expect(warnings({ trustedProxies })).toEqual([]);
});

test("an application without confirmation beside one with it is reported at every start", () => {
  const apps = (...confirms: string[]) => ({
    applications: confirms.map((confirm, n) => ({ ...application, id: `app${n}`, confirm })),
  });
  const said = (options: object) => warnings(options).filter((one) => one.includes("without a question"));
  expect(said(apps("never", "new-browser"))).toEqual([expect.stringContaining('app0 has confirm: "never"')]);
  expect(said(apps("always", "never", "never"))).toHaveLength(2);
  expect(said(apps("never", "never"))).toEqual([]);
  expect(said(apps("always", "new-browser"))).toEqual([]);
});
