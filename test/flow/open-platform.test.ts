import { afterEach, expect, test } from "vitest";
import type { SessionView } from "../../src/wire/session.ts";
import { type Browser, createBrowser } from "../stage/browser.ts";
import { comeBack, insideWechat, openInWechat, outcomeOf, scanAtWechat } from "../stage/oauth.ts";
import {
  look,
  origin,
  problem,
  redeem,
  type Stage,
  type StageOptions,
  setStage,
  start,
  whoIs,
} from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "website", ...options });
};

const website = { channel: "open-platform" };
const _inside = async (browser: Browser, body: Record<string, unknown> = {}) => {
  const response = await browser.request("POST", "/v1/attempts", { body, headers: insideWechat });
  return response.json() as ReturnType<typeof start>;
};

test("a website: scan WeChat's own QR, confirm on the phone, come back, signed in", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, website);
  expect(started).toMatchObject({ channel: "open-platform", status: "pending" });
  expect(started.qr).toBeUndefined();
  expect(started.link).toMatch(
    new RegExp(
      `^https://wechat\\.saoma\\.test/connect/qrconnect\\?appid=${stage.appid}&redirect_uri=` +
        `${encodeURIComponent(`${origin}/wechat/${stage.appid}/oauth`)}&response_type=code&scope=snsapi_login` +
        "&state=[0-9a-f]{64}&lang=cn#wechat_redirect$",
    ),
  );
  expect(Date.parse(started.expiresAt) - stage.clock.now()).toBe(300_000);

  const address = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  expect(await outcomeOf(await comeBack(browser, address))).toEqual({ outcome: "granted" });
  expect(await look(browser, started)).toMatchObject({ status: "granted" });

  const redeemed = (await (await redeem(browser, started)).json()) as SessionView;
  expect(redeemed.account).toMatchObject({ name: "小明", isNew: true });
  expect(redeemed.account.avatar).toMatch(/^https:\/\/wechat\.saoma\.test\//);
  expect(redeemed.identity).toMatchObject({ channel: "open-platform", appid: stage.appid });
  expect(redeemed.identity.unionid).toMatch(/^o/);
  expect(await whoIs(browser)).toEqual(redeemed);
});

test("what the frame of wxLogin.js needs comes along", async () => {
  await set();
  const { link = "", wxLogin } = await start(stage.browser(), website);
  const { searchParams } = new URL(link);
  expect(wxLogin).toEqual({
    appid: stage.appid,
    scope: "snsapi_login",
    redirectUri: searchParams.get("redirect_uri"),
    state: searchParams.get("state"),
  });
});

test("the address WeChat sends the browser to does nothing by itself, and holds nothing of the request", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, website);
  const address = new URL((await scanAtWechat(stage, "xiaoming", started)) ?? "");
  const page = await browser.request("GET", `${address.pathname}${address.search}&x="><script>alert(1)</script>`);
  const html = await page.text();
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(page.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'sha256-/,
  );
  for (const secret of [...address.searchParams.values(), "alert"]) expect(html).not.toContain(secret);
  expect(html).toContain('src="/wechat/oauth.js"');
  expect((await browser.request("GET", "/wechat/oauth.js")).headers.get("content-type")).toMatch(/javascript/);
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  expect((await browser.request("GET", "/wechat/wx0000000000000000/oauth")).status).toBe(404);
});

const asForm = { "content-type": "application/x-www-form-urlencoded" };

test("a browser without scripts comes back by a form, and is sent on or told why not", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, { ...website, returnTo: `${origin}/basket` });
  const address = new URL((await scanAtWechat(stage, "xiaoming", started)) ?? "");
  const path = address.pathname + address.search;
  const page = await browser.request("GET", path);
  expect(await page.text()).toContain('<noscript><form method="post">');
  expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https:;");
  const post = (to: string, headers = {}) => browser.request("POST", to, { headers: { ...asForm, ...headers } });
  for (const from of ["https://evil.test", "null"])
    expect(await problem(await post(path, { origin: from }))).toBe("403 origin_not_allowed");
  expect(await problem(await post(path, { "sec-fetch-site": "cross-site" }))).toMatch(/^403/);
  expect(await (await post(address.pathname)).text()).toMatch(/<section data-state="unknown">/);
  expect(await look(browser, started)).toMatchObject({ status: "pending" });

  const back = await post(path);
  expect([back.status, back.headers.get("location")]).toEqual([303, `${origin}/basket`]);
  expect((await redeem(browser, started)).status).toBe(200);
  const stranger = await stage.browser().request("POST", path, { headers: asForm });
  expect(await stranger.text()).toMatch(/<section data-state="unknown">/);
});

test("the page that started it learns it by its stream, and pages at `returnTo` find the granted sign-in", async () => {
  await set({ application: { origins: ["https://shop.saoma.test"] } });
  const browser = stage.browser();
  const returnTo = "https://shop.saoma.test/tea?cup=1#top";
  const first = await start(browser, { ...website, returnTo: "https://shop.saoma.test/" });
  const started = await start(browser, { ...website, returnTo });
  expect([started.id, started.link]).toEqual([first.id, first.link]);
  const address = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  expect(await outcomeOf(await comeBack(browser, address))).toEqual({ outcome: "granted", returnTo });
  const found = await start(browser, { ...website, returnTo });
  expect(found).toMatchObject({ id: started.id, status: "granted" });
  expect(found.link).toBeUndefined();
  expect((await redeem(browser, found)).status).toBe(200);
  expect((await start(browser, website)).id).not.toBe(started.id);
});

test("nobody is redirected to an origin that is not the application's", async () => {
  await set({ application: { origins: ["https://shop.saoma.test"] } });
  for (const returnTo of [
    "https://evil.test/",
    "https://shop.saoma.test@evil.test/",
    "https://shop.saoma.test.evil.test/",
  ]) {
    const answer = await stage.browser().request("POST", "/v1/attempts", { body: { ...website, returnTo } });
    expect(await problem(answer), returnTo).toBe("403 origin_not_allowed");
  }
});

test("a refused consent does not redirect, and the attempt ends by its deadline", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, website);
  expect(await scanAtWechat(stage, "xiaoming", started, false)).toBeUndefined();
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  await stage.clock.advance(315_000);
  expect(await look(browser, started)).toMatchObject({ status: "expired" });
});

test("coming back twice is coming back once: the same answer, one exchange, one account", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, website);
  const address = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  const answers = await Promise.all(Array.from({ length: 64 }, () => comeBack(browser, address)));
  const outcomes = await Promise.all(answers.map(outcomeOf));
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["granted"]));
  expect(exchanges()).toBe(1);
  expect(await outcomeOf(await comeBack(browser, address))).toEqual({ outcome: "granted" });
  expect((await redeem(browser, started)).status).toBe(200);
  expect(await outcomeOf(await comeBack(browser, address))).toEqual({ outcome: "granted" });
});

const exchanges = () =>
  JSON.stringify(stage.simulator.control.log().entries).split('"/sns/oauth2/access_token').length - 1;

test("64 browsers with codes for one state: one person gets it, the others learn that it is over", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, website);
  const people = ["xiaoming", "xiaohong", "afei"];
  const addresses: string[] = [];
  for (const person of people) addresses.push((await scanAtWechat(stage, person, started)) ?? "");
  const many = Array.from({ length: 64 }, (_, index) => addresses[index % 3] ?? "");
  const answers = await Promise.all(many.map((address) => comeBack(browser, address)));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 410]));
  const { identity } = (await (await redeem(browser, started)).json()) as SessionView;
  const winner = people.filter((name) => openIdOf(name) === identity.openid);
  expect(winner).toHaveLength(1);
});

const openIdOf = (name: string, appid = stage.appid) =>
  stage.simulator.world().people.find((person) => person.name === name)?.openIds[appid];

test("a state that another browser brings is unknown to us, and WeChat is not asked", async () => {
  await set();
  const attacker = stage.browser();
  const started = await start(attacker, website);
  const address = (await scanAtWechat(stage, "afei", started)) ?? "";
  const victim = stage.browser();
  const never = new URL(address);
  never.searchParams.set("state", "0".repeat(64));
  const text = async (answer: Promise<Response>) => `${(await answer).status} ${await (await answer).text()}`;
  const unknown = await text(comeBack(victim, never.href));
  expect(unknown).toContain("attempt_not_found");
  expect(await text(comeBack(victim, address))).toBe(unknown);
  await start(victim, website);
  expect(await text(comeBack(victim, address))).toBe(unknown);
  expect(exchanges()).toBe(0);
  expect(await look(attacker, started)).toMatchObject({ status: "pending" });
});

test("a page of another origin cannot bring a code, with whatever cookies", async () => {
  await set({ application: { origins: ["https://shop.saoma.test"] } });
  const browser = stage.browser();
  const started = await start(browser, website);
  const address = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  for (const from of ["https://evil.test", "https://shop.saoma.test", "null", null]) {
    expect(await problem(await comeBack(browser, address, { origin: from })), String(from)).toBe(
      "403 origin_not_allowed",
    );
  }
  expect(await problem(await comeBack(browser, address, { "sec-fetch-site": "cross-site" }))).toMatch(/^403/);
  expect(await problem(await comeBack(browser, address, { "content-type": "text/plain" }))).toMatch(/^400/);
  expect((await comeBack(browser, address)).status).toBe(200);
});

test("a code that was used, is too old, or is another account's is refused, and the attempt waits on", async () => {
  await set({ also: ["service"] });
  const [one, other] = [stage.browser(), stage.browser()];
  const first = (await scanAtWechat(stage, "xiaoming", await start(one, website))) ?? "";
  await comeBack(one, first);
  const started = await start(other, website);
  const address = new URL((await scanAtWechat(stage, "xiaohong", started)) ?? "");
  const withCode = (code: string) => {
    const forged = new URL(address);
    forged.searchParams.set("code", code);
    return comeBack(other, forged.href);
  };
  expect(await problem(await withCode(new URL(first).searchParams.get("code") ?? ""))).toBe("410 code_refused");
  expect(await problem(await withCode("0000"))).toBe("410 code_refused");
  const chat = await start(other, { channel: "in-wechat" });
  const ofService = new URL(await openInWechat(stage, "xiaohong", chat.link ?? "")).searchParams.get("code") ?? "";
  expect(await problem(await withCode(ofService))).toBe("410 code_refused");
  expect(await outcomeOf(await comeBack(other, address.href))).toEqual({ outcome: "granted" });
});

test("a state is good at its own address only", async () => {
  await set({ also: ["service"] });
  const browser = stage.browser();
  const address = (await scanAtWechat(stage, "xiaoming", await start(browser, website))) ?? "";
  const service = stage.simulator.world().accounts.find(({ kind }) => kind === "service")?.appid ?? "";
  expect(await problem(await comeBack(browser, address.replace(stage.appid, service)))).toBe("404 attempt_not_found");
});

test("after the deadline, a cancel or a refresh the state is of no more use", async () => {
  await set();
  const browser = stage.browser();
  const old = await start(browser, website);
  const address = (await scanAtWechat(stage, "xiaoming", old)) ?? "";
  await browser.request("POST", `/v1/attempts/${old.id}/refresh`);
  expect(await problem(await comeBack(browser, address))).toBe("410 attempt_ended");
  const late = await start(browser, website);
  const tooLate = (await scanAtWechat(stage, "xiaoming", late)) ?? "";
  await stage.clock.advance(315_000);
  expect(await problem(await comeBack(browser, tooLate))).toBe("410 attempt_ended");
  expect(exchanges()).toBe(0);
});

test("one attempt tries a limited number of codes", async () => {
  await set();
  const browser = stage.browser();
  const { link = "" } = await start(browser, website);
  const { searchParams } = new URL(link);
  const codes = Array.from({ length: 12 }, (_, index) => `wrong${index}`);
  const answers = [];
  for (const code of codes) {
    const address = `${searchParams.get("redirect_uri")}?code=${code}&state=${searchParams.get("state")}`;
    answers.push(await problem(await comeBack(browser, address)));
  }
  expect(answers.filter((answer) => answer === "410 code_refused")).toHaveLength(10);
  expect(answers.at(-1)).toBe("429 rate_limited");
});

test("a restart in between loses nothing, and another instance takes the code once", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, website);
  const address = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  await stage.restart();
  expect((await start(browser, website)).link).toBe(started.link);
  const before = stage.saoma;
  const there = createBrowser(before, origin);
  for (const [name, value] of browser.cookies) there.cookies.set(name, value);
  await stage.restartBeside();
  const answers = await Promise.all([comeBack(browser, address), comeBack(there, address)]);
  const told = answers.map(({ status }) => status).toSorted();
  // The slower request may learn that the code is used before the faster one has committed.
  expect([told[0], [200, 410].includes(told[1] ?? 0)]).toEqual([200, true]);
  expect(await outcomeOf(await comeBack(there, address))).toEqual({ outcome: "granted" });
  expect(exchanges()).toBeLessThanOrEqual(2);
  await before.close();
  expect((await redeem(browser, started)).status).toBe(200);
});

test("while WeChat is away the code is kept, and the same address works later", async () => {
  await set();
  const browser = stage.browser();
  const address = (await scanAtWechat(stage, "xiaoming", await start(browser, website))) ?? "";
  stage.simulator.control.faults.add({ on: "/sns/oauth2/access_token", kind: "errcode", errcode: -1, times: 1 });
  expect(await problem(await comeBack(browser, address))).toBe("503 channel_unavailable");
  expect(await outcomeOf(await comeBack(browser, address))).toEqual({ outcome: "granted" });
});

test("a name that shows nothing is replaced by one of ours", async () => {
  await set();
  stage.simulator.control.patchPerson("xiaoming", { displayName: "\u3164\u3164" });
  const browser = stage.browser();
  const started = await start(browser, website);
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  const { account } = (await (await redeem(browser, started)).json()) as SessionView;
  expect(account.name).toMatch(/ \d{3}$/);
});

test("without a profile a person is signed in all the same, with a generated name", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, website);
  const address = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  stage.simulator.control.faults.add({ on: "/sns/userinfo", kind: "errcode", errcode: 40001, times: 1 });
  await comeBack(browser, address);
  const { account } = (await (await redeem(browser, started)).json()) as SessionView;
  expect(account.name).toMatch(/ \d{3}$/);
  expect(account.avatar).toMatch(/^data:image\/svg/);
});

test("newcomers are refused on the page, which says so and offers the way back", async () => {
  await set({ application: { newcomers: "refuse" } });
  const browser = stage.browser();
  const started = await start(browser, { ...website, returnTo: `${origin}/` });
  const address = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  const refused = { outcome: "declined", reason: "newcomer_refused", returnTo: `${origin}/` };
  expect(await outcomeOf(await comeBack(browser, address))).toEqual(refused);
  expect(await outcomeOf(await comeBack(browser, address))).toEqual(refused);
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "newcomer_refused" });
});

test("a client with its own claim is refused this channel, and auto never chooses it", async () => {
  await set({ also: ["service"] });
  const device = stage.browser();
  for (const channel of ["open-platform", "in-wechat"]) {
    const answer = await device.request("POST", "/v1/attempts", { body: { channel, claim: "header" } });
    expect(await answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining("claim: cookie") });
  }
  expect(await start(device, { claim: "header" })).toMatchObject({ channel: "official-account-qr" });
});
