import { afterEach, beforeEach, expect, test } from "vitest";
import { createBrowser } from "../stage/browser.ts";
import { look, origin, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(() => stage.close());

const granted = async (browser = stage.browser()) => {
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  return { browser, started };
};

test("a browser that asks again while its attempt is pending gets the same one, and no QR is burnt", async () => {
  const browser = stage.browser();
  const first = await browser.request("POST", "/v1/attempts", { body: {} });
  const again = await browser.request("POST", "/v1/attempts", { body: {} });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(await again.json()).toEqual(await first.json());
  const calls = stage.simulator.control
    .log()
    .entries.filter((entry) => JSON.stringify(entry).includes("qrcode/create"));
  expect(calls).toHaveLength(1);
});

test("many tabs of one browser starting at once share one attempt", async () => {
  const browser = stage.browser();
  await start(browser);
  await stage.clock.advance(121_000);
  const tabs = await Promise.all(Array.from({ length: 64 }, () => start(browser)));
  expect(new Set(tabs.map(({ id }) => id)).size).toBe(1);
});

test("an attempt that is not scanned expires 15 s after its QR, because a scan may be delivered late", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  expect(started.expiresAt).toBe(new Date(stage.clock.now() + 120_000).toISOString());
  await stage.clock.advance(134_999);
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  await stage.clock.advance(1);
  expect(await look(browser, started)).toMatchObject({ status: "expired" });
});

test("an unconfirmed scan expires after 180 s, an unredeemed grant after 60 s", async () => {
  const browser = stage.browser();
  const scanned = await start(browser);
  await stage.scan("xiaoming", scanned);
  await stage.clock.advance(180_000);
  expect(await look(browser, scanned)).toMatchObject({ status: "expired" });
  expect((await stage.tap("xiaoming", "是我，登录")).text).toContain("已经过期");

  const { browser: other, started } = await granted();
  await stage.clock.advance(60_000);
  expect(await problem(await redeem(other, started))).toBe("410 attempt_ended");
});

test("WeChat refuses an expired QR before we do", async () => {
  const started = await start(stage.browser());
  await stage.clock.advance(121_000);
  const { outcome } = await stage.simulator.control.scan("xiaoming", { content: started.qr?.content ?? "" });
  expect(outcome).toBe("expired");
});

test("refresh gives a new QR and cancels the old one, whose scan is answered so", async () => {
  const browser = stage.browser();
  const old = await start(browser);
  const response = await browser.request("POST", `/v1/attempts/${old.id}/refresh`);
  expect(response.status).toBe(201);
  const fresh = (await response.json()) as typeof old;
  expect(fresh.id).not.toBe(old.id);
  expect(fresh.qr?.content).not.toBe(old.qr?.content);
  expect(await look(browser, old)).toMatchObject({ status: "cancelled" });
  await stage.scan("xiaoming", old);
  expect(stage.lastMessage("xiaoming").text).toContain("已经用过");
  expect(await look(browser, fresh)).toMatchObject({ status: "pending" });
});

test("a cancelled attempt cannot be scanned, and cancelling again says the same", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  for (let times = 0; times < 2; times++) {
    const response = await browser.request("DELETE", `/v1/attempts/${started.id}`);
    expect([response.status, await response.json()]).toMatchObject([200, { status: "cancelled" }]);
  }
});

test("redeeming again gives the same session until its first use, then nothing", async () => {
  const { browser, started } = await granted();
  const first = await redeem(browser, started);
  const cookie = first.headers.getSetCookie().find((line) => line.includes("saoma_session"));
  const again = await redeem(browser, started);
  expect(again.headers.getSetCookie()).toContain(cookie);
  expect(await again.json()).toEqual(await first.json());
  expect(await whoIs(browser)).toBeDefined();
  expect(await problem(await redeem(browser, started))).toBe("409 already_redeemed");
});

test("an unused session is not returned again after 60 s", async () => {
  const { browser, started } = await granted();
  await redeem(browser, started);
  await stage.clock.advance(60_000);
  expect(await problem(await redeem(browser, started))).toBe("409 already_redeemed");
});

test("a signed-out browser is not signed in again by its attempt", async () => {
  const { browser, started } = await granted();
  await redeem(browser, started);
  const signedOut = await browser.request("DELETE", "/v1/session");
  expect(signedOut.status).toBe(204);
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect(await whoIs(browser)).toBeUndefined();
});

test("redeeming before the confirm is too early", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  expect(await problem(await redeem(browser, started))).toBe("409 attempt_not_granted");
  await stage.scan("xiaoming", started);
  expect(await problem(await redeem(browser, started))).toBe("409 attempt_not_granted");
});

test("signing in again replaces this browser's session", async () => {
  const { browser, started } = await granted();
  const old = (await (await redeem(browser, started)).json()) as { session: { id: string } };
  const before = new Map(browser.cookies);
  await stage.clock.advance(1000);
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  const fresh = (await (await redeem(browser, again)).json()) as { session: { id: string } };
  expect(fresh.session.id).not.toBe(old.session.id);
  const stale = stage.browser();
  for (const [name, value] of before) stale.cookies.set(name, value);
  expect(await whoIs(stale)).toBeUndefined();
});

test("a person who takes back a sign-in ends its session, and the browser is a stranger again", async () => {
  const { browser, started } = await granted();
  await redeem(browser, started);
  expect(await whoIs(browser)).toBeDefined();
  expect((await stage.tap("xiaoming", "不是我")).text).toContain("已经退出登录");
  expect(await whoIs(browser)).toBeUndefined();
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  expect(await look(browser, again)).toMatchObject({ status: "scanned" });
});

test("taking back a grant before it is fetched leaves nothing to fetch", async () => {
  const { browser, started } = await granted();
  await stage.say("xiaoming", "2");
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "by_person" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
});

test("a link of one person's prompt means nothing from another person", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const link = stage.lastMessage("xiaoming").links[0];
  await stage.simulator.control.follow("xiaohong", stage.appid);
  const menuId = new URL(link?.href ?? "").searchParams.get("msgmenuid");
  expect(menuId).toMatch(/^\d+$/);
  await stage.say("xiaohong", "1");
  await stage.say("xiaohong", "是我，登录");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("a session ends when its lifetime is over", async () => {
  const { browser, started } = await granted();
  await redeem(browser, started);
  stage.clock.set(stage.clock.now() + 30 * 24 * 3_600_000 - 1000);
  expect(await whoIs(browser)).toBeDefined();
  await stage.clock.advance(1000);
  expect(await whoIs(browser)).toBeUndefined();
});

test("everything survives a restart: a pending attempt, a scan, a grant, a session, a known browser", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.restart();
  await stage.scan("xiaoming", started);
  await stage.restart();
  await stage.tap("xiaoming", "是我，登录");
  await stage.restart();
  const first = await (await redeem(browser, started)).json();
  await stage.restart();
  expect(await (await redeem(browser, started)).json()).toEqual(first);
  expect(await whoIs(browser)).toEqual(first);
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  expect(await look(browser, again)).toMatchObject({ status: "granted" });
});

test("a client without cookies keeps a claim of its own", async () => {
  const device = stage.browser();
  const started = await start(device, { claim: "header" });
  expect(device.cookies.size).toBe(0);
  expect(started.claim).toMatch(/^[\w-]{43}$/);
  const headers = { authorization: `Claim ${started.claim}`, origin: null };
  const url = `/v1/attempts/${started.id}`;
  expect(await problem(await device.request("GET", url))).toBe("404 attempt_not_found");
  expect((await device.request("GET", url, { headers })).status).toBe(200);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  const redeemed = await device.request("POST", `${url}/redeem`, { body: {}, headers });
  expect(redeemed.status).toBe(200);
  const other = await start(device, { claim: "header" });
  expect(other.id).not.toBe(started.id);
});

test("an address that starts too many attempts is asked to wait", async () => {
  await stage.close();
  stage = await setStage({ options: { limits: { attemptsPerAddress: { times: 2, per: "1m" } } } });
  await start(stage.browser());
  await start(stage.browser());
  const response = await stage.browser().request("POST", "/v1/attempts", { body: {} });
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await problem(response)).toBe("429 rate_limited");
  await stage.clock.advance(60_000);
  await start(stage.browser());
});

test("the addresses of one IPv6 network count as one", async () => {
  await stage.close();
  stage = await setStage({ options: { limits: { attemptsPerAddress: { times: 1, per: "1m" } } } });
  const from = (address: string) =>
    createBrowser(stage.saoma, origin, address)
      .request("POST", "/v1/attempts", { body: {} })
      .then(({ status }) => status);
  expect(await from("2001:db8:1:2::1")).toBe(201);
  expect(await from("2001:db8:1:2:ffff::9")).toBe(429);
  expect(await from("2001:db8:1:3::1")).toBe(201);
  expect(await from("2001:db8::1")).toBe(201);
  expect(await from("2001:db8:0:0:7::1")).toBe(429);
});

test("a failing event handler does not affect sign-ins, and is called once", async () => {
  const heard: unknown[] = [];
  stage.saoma.on("signed-in", () => {
    throw new Error("a handler's own fault");
  });
  stage.saoma.on("signed-in", ({ account }) => heard.push(account.id));
  const { browser, started } = await granted();
  await redeem(browser, started);
  await redeem(browser, started);
  expect(heard).toHaveLength(1);
  expect(origin).toMatch(/^https:/);
});
