import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FaultInput } from "../../src/simulator/index.ts";
import { ownFolder } from "../adapters/folder.ts";
import type { Browser } from "../stage/browser.ts";
import { look, origin, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;
let browser: Browser;
/** Another process's connection to the service's database. */
let other: DatabaseSync;

beforeEach(async () => {
  const path = `${ownFolder()}/saoma.db`;
  stage = await setStage({ options: { database: { path } } });
  browser = stage.browser();
  other = new DatabaseSync(path);
});

afterEach(async () => {
  other.close();
  await stage.close();
});

/** Renames a table that every push writes to. The database then fails at once, and works again without a restart. */
const takeAway = () => other.exec("alter table answers rename to mislaid");
const giveBack = () => other.exec("alter table mislaid rename to answers");

/** Lets the event loop run until the service has logged this. */
async function hasSaid(words: string): Promise<void> {
  while (!stage.lines.some((line) => line.includes(words))) await new Promise((resolve) => setImmediate(resolve));
}

/** The results of the last push for WeChat: the status or failure of each delivery. */
function deliveries() {
  const entry = stage.simulator.control.log().entries.findLast(({ kind }) => kind === "push");
  return entry?.kind === "push" ? entry.deliveries.map(({ status, failure }) => failure ?? status) : [];
}

const timeout = "no answer within 5 s";

test("a push during a database failure is answered if the database works again within 5 s", async () => {
  const started = await start(browser);
  takeAway();
  const scanning = stage.scan("xiaoming", started);
  await stage.clock.advance(4_000);
  giveBack();
  await stage.clock.advance(400);
  await scanning;
  expect(deliveries()).toEqual([200]);
  expect(stage.lastMessage("xiaoming").text).toContain("正在登录");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("a push that cannot be kept is never answered, so that WeChat delivers again", async () => {
  const started = await start(browser);
  takeAway();
  const scanning = stage.scan("xiaoming", started);
  await stage.clock.advance(5_000);
  await stage.clock.advance(1_000);
  giveBack();
  await stage.clock.advance(400);
  await scanning;
  expect(deliveries()).toEqual([timeout, 200]);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("where the database stays away, nothing is half-written, and scanning again works", async () => {
  const started = await start(browser);
  takeAway();
  const scanning = stage.scan("xiaoming", started);
  await stage.clock.advance(15_000);
  await scanning;
  expect(deliveries()).toEqual([timeout, timeout, timeout]);
  expect(stage.lastMessage("xiaoming").type).toBe("tip");
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  giveBack();
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  expect((await redeem(browser, started)).status).toBe(200);
  expect(await whoIs(browser)).toMatchObject({ account: { isNew: true } });
});

test("a client that waits longer than WeChat gets its 503 after 10 s, and not before", async () => {
  const started = await start(browser);
  takeAway();
  const scanning = stage.scan("xiaoming", started);
  await stage.clock.advance(15_000);
  await scanning;
  const [push] = stage.pushes;
  const { signal: _, ...init } = push?.init ?? {};
  let status: number | undefined;
  void stage.saoma.fetch(new Request(push?.url ?? "", init)).then((response) => {
    status = response.status;
  });
  await stage.clock.advance(9_900);
  expect(status).toBeUndefined();
  await stage.clock.advance(200);
  expect(status).toBe(503);
});

test("a push waits for a locked database while browsers look on, and is answered when it is free", async () => {
  const started = await start(browser);
  other.exec("BEGIN IMMEDIATE");
  const scanning = stage.scan("xiaoming", started);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  other.exec("ROLLBACK");
  await scanning;
  expect(deliveries()).toEqual([200]);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("a database that is locked for longer than WeChat waits costs one delivery", async () => {
  const started = await start(browser);
  other.exec("BEGIN IMMEDIATE");
  const scanning = stage.scan("xiaoming", started);
  await hasSaid("a push could not be processed");
  expect(stage.lines.findLast((line) => line.includes("could not be processed"))).toContain("not available");
  await stage.clock.advance(5_000);
  other.exec("ROLLBACK");
  await scanning;
  expect(deliveries()).toEqual([timeout, 200]);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("a browser gets 503 while its session cannot be stored, and gets the session afterwards", async () => {
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  other.exec("alter table sessions rename to mislaid");
  expect(await problem(await redeem(browser, started))).toBe("503 store_unavailable");
  expect(await look(browser, started)).toMatchObject({ status: "granted" });
  other.exec("alter table mislaid rename to sessions");
  expect((await redeem(browser, started)).status).toBe(200);
  expect(await whoIs(browser)).toBeDefined();
});

const createQr = "/cgi-bin/qrcode/create";
const token = "/cgi-bin/stable_token";

/** Without a channel in the request, the service would offer a code instead of the QR. */
const byQr = { channel: "official-account-qr" };

const down: readonly (readonly [string, FaultInput])[] = [
  ["answers 502 with HTML", { on: createQr, kind: "status", status: 502 }],
  ["answers 200 with HTML", { on: createQr, kind: "garbage" }],
  ["cuts the connection", { on: createQr, kind: "drop" }],
  ["is busy (-1)", { on: createQr, kind: "errcode", errcode: -1 }],
  ["has not given the permission (48001)", { on: createQr, kind: "errcode", errcode: 48001 }],
  ["has no calls left today (45009)", { on: createQr, kind: "errcode", errcode: 45009 }],
  ["refuses every token (40001)", { on: createQr, kind: "errcode", errcode: 40001 }],
  ["gives HTML for a token", { on: token, kind: "garbage" }],
  ["does not know this address (40164)", { on: token, kind: "errcode", errcode: 40164 }],
];

for (const [what, fault] of down) {
  test(`while WeChat ${what}, starting is 503 channel_unavailable, and afterwards it works`, async () => {
    stage.simulator.control.faults.add(fault);
    const response = await browser.request("POST", "/v1/attempts", { body: byQr });
    expect(await problem(response)).toBe("503 channel_unavailable");
    expect(stage.lines.filter((line) => line.includes("WeChat gave no QR"))).toHaveLength(1);
    stage.simulator.control.faults.clear();
    await stage.clock.advance(1_000);
    expect(await start(browser, byQr)).toMatchObject({ status: "pending" });
  });
}

test.each([
  ["auto", 201],
  ["official-account-qr", 503],
])("a WeChat that is too slow is given up after 3 s: %s gets %i", async (channel, expected) => {
  stage.simulator.control.faults.add({ on: createQr, kind: "delay", ms: 600_000, times: 1 });
  let status: number | undefined;
  const starting = browser.request("POST", "/v1/attempts", { body: { channel } }).then((response) => {
    status = response.status;
  });
  // The service reads the database before the call. That takes real time, and none of this clock's.
  const begun = stage.clock.now();
  while (status === undefined) await stage.clock.advance(100);
  await starting;
  expect(status).toBe(expected);
  expect(stage.clock.now() - begun).toBeGreaterThanOrEqual(3_000);
  expect(await start(browser, { channel })).toMatchObject({ status: "pending" });
});

for (const errcode of [40001, 40014, 42001]) {
  test(`a token that WeChat refuses once (${errcode}) is renewed, and the user does not notice`, async () => {
    stage.simulator.control.faults.add({ on: createQr, kind: "errcode", errcode, times: 1 });
    const started = await start(browser);
    await stage.scan("xiaoming", started);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  });
}

test("a person with a QR on the screen signs in while WeChat's API is away", async () => {
  const started = await start(browser);
  for (const on of [createQr, token]) stage.simulator.control.faults.add({ on, kind: "drop" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  expect((await redeem(browser, started)).status).toBe(200);
  expect(await (await stage.saoma.fetch(new Request(`${origin}/readyz`))).json()).toEqual({ status: "ready" });
});
