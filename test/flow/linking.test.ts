import { afterEach, expect, it } from "vitest";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { AskedView } from "../../src/wire/mini-program.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, outcomeOf, scanAtWechat } from "../stage/oauth.ts";
import { look, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const yes = { "sign-in": "是我，登录", link: "是我，添加", prove: "是我，确认" } as const;
type Purpose = keyof typeof yes;

/** An attempt of this purpose, scanned and confirmed in the chat, and fetched. */
async function through(browser: Browser, person: string, purpose: Purpose = "sign-in"): Promise<Response> {
  const started = await start(browser, { purpose });
  await stage.scan(person, started);
  await stage.tap(person, yes[purpose]);
  return redeem(browser, started);
}

async function signedIn(person = "xiaoming", options: StageOptions = {}): Promise<Browser> {
  stage ??= await setStage(options);
  const browser = stage.browser();
  expect((await through(browser, person)).status).toBe(200);
  return browser;
}

async function set(options: StageOptions = {}): Promise<void> {
  stage = await setStage({ ...options, application: { confirm: "always", ...options.application } });
}

const identities = async (browser: Browser): Promise<IdentitiesView> =>
  (await (await browser.request("GET", "/v1/account/identities")).json()) as IdentitiesView;

const remove = (browser: Browser, { id }: { id: string }): Promise<Response> =>
  browser.request("DELETE", `/v1/account/identities/${id}`);

const restore = (browser: Browser, { id }: { id: string }): Promise<Response> =>
  browser.request("POST", `/v1/account/identities/${id}/restore`);

const asking = (browser: Browser, purpose: Purpose, body: object = {}): Promise<Response> =>
  browser.request("POST", "/v1/attempts", { body: { purpose, ...body } });

/** The identity that is not the one this session was signed in by. */
async function other(browser: Browser) {
  const found = (await identities(browser)).identities.find(({ isCurrent }) => !isCurrent);
  if (!found) throw new Error("there is no other identity");
  return found;
}

it("somebody who is signed in adds a second WeChat, and either of them opens the account", async () => {
  await set();
  const browser = await signedIn();
  const before = await whoIs(browser);
  const started = await start(browser, { purpose: "link" });
  await stage.scan("xiaohong", started);
  const { text, links } = stage.lastMessage("xiaohong");
  expect(text).toContain(`账号「${before?.account.name}」要添加你的这个微信`);
  expect(text).not.toContain("正在登录");
  expect(links.map((link) => link.text)).toEqual(["是我，添加", "不是我"]);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  expect((await identities(browser)).identities).toHaveLength(1);
  expect((await stage.tap("xiaohong", "是我，添加")).text).toContain("以后用这个微信也能登录");

  const redeemed = await redeem(browser, started);
  expect(redeemed.headers.getSetCookie()).toEqual([]);
  const view = (await redeemed.json()) as IdentitiesView;
  expect(view.identities.map(({ source, isCurrent }) => [source, isCurrent]).toSorted()).toEqual([
    ["青禾", false],
    ["青禾", true],
  ]);
  expect(view.session.id).toBe(before?.session.id);
  expect(await whoIs(browser)).toEqual(before);

  const phone = await signedIn("xiaohong");
  expect((await whoIs(phone))?.account).toMatchObject({ id: before?.account.id, isNew: false });
});

it("fetching again says the same, and never signs anybody in", async () => {
  await set();
  const browser = await signedIn();
  const started = await start(browser, { purpose: "link" });
  await stage.scan("xiaohong", started);
  await stage.tap("xiaohong", yes.link);
  const answers = [await redeem(browser, started), await redeem(browser, started)];
  expect(await answers[1]?.json()).toEqual(await answers[0]?.json());
  await browser.request("DELETE", "/v1/session");
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect(await whoIs(browser)).toBeUndefined();
});

it("a WeChat that has an account of its own stays there: declined, and told why", async () => {
  await set();
  const hers = (await whoIs(await signedIn("xiaohong")))?.account.id;
  const browser = await signedIn();
  const started = await start(browser, { purpose: "link" });
  await stage.scan("xiaohong", started);
  expect((await stage.tap("xiaohong", yes.link)).text).toContain("已经有自己的账号");
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "conflict" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect((await identities(browser)).identities).toHaveLength(1);
  expect((await whoIs(await signedIn("xiaohong")))?.account.id).toBe(hers);
});

it("one's own WeChat again changes nothing, and taking that back takes nothing away", async () => {
  await set();
  const browser = await signedIn();
  expect((await through(browser, "xiaoming", "link")).status).toBe(200);
  await stage.tap("xiaoming", "不是我");
  expect((await identities(browser)).identities).toHaveLength(1);
  expect(await whoIs(browser)).toBeDefined();
});

it("without a session, by another application's, or after a sign-out nobody may ask", async () => {
  await set({
    options: {
      applications: [
        { id: "shop", name: "青禾茶铺", confirm: "always" },
        { id: "members", name: "青禾会员" },
      ],
    },
  });
  const browser = stage.browser();
  const started = await start(browser, { application: "shop" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", yes["sign-in"]);
  await redeem(browser, started);
  for (const purpose of ["link", "prove"] as const) {
    expect(await problem(await asking(stage.browser(), purpose, { application: "shop" }))).toBe("401 not_signed_in");
    expect(await problem(await asking(browser, purpose, { application: "members" }))).toBe("401 not_signed_in");
  }
  await browser.request("DELETE", "/v1/session");
  expect(await problem(await asking(browser, "link", { application: "shop" }))).toBe("401 not_signed_in");
});

it("the session must live when the person confirms, or nothing is added", async () => {
  await set();
  const browser = await signedIn();
  const started = await start(browser, { purpose: "link" });
  await stage.scan("xiaohong", started);
  await browser.request("DELETE", "/v1/session");
  expect((await stage.tap("xiaohong", yes.link)).text).toContain("已经失效");
  expect(await look(browser, started)).toMatchObject({ status: "cancelled" });
  expect((await whoIs(await signedIn("xiaohong")))?.account.isNew).toBe(true);
});

it("ten minutes after the sign-in a fresh proof is needed, by a WeChat of the account", async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const second = await other(browser);
  stage.clock.set(stage.clock.now() + 10 * 60_000);
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");
  expect(await problem(await remove(browser, second))).toBe("403 fresh_proof_needed");
  expect(await problem(await restore(browser, second))).toBe("403 fresh_proof_needed");

  const stranger = await start(browser, { purpose: "prove" });
  await stage.scan("afei", stranger);
  expect((await stage.tap("afei", yes.prove)).text).toContain("不是账号");
  expect(await look(browser, stranger)).toMatchObject({ status: "declined", reason: "conflict" });
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");

  const before = await whoIs(browser);
  const proof = await start(browser, { purpose: "prove" });
  await stage.scan("xiaohong", proof);
  expect(stage.lastMessage("xiaohong").text).toContain("要确认是不是你本人");
  await stage.tap("xiaohong", yes.prove);
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");
  const proven = (await (await redeem(browser, proof)).json()) as IdentitiesView;
  expect(Date.parse(proven.session.freshUntil)).toBe(stage.clock.now() + 10 * 60_000);
  expect(await whoIs(browser)).toEqual(before);
  expect((await asking(browser, "link")).status).toBe(201);
  expect((await whoIs(await signedIn("afei")))?.account.isNew).toBe(true);
});

it("how long a sign-in counts as fresh is configured", async () => {
  await set({ options: { session: { freshFor: "1m" } } });
  const browser = await signedIn();
  stage.clock.set(stage.clock.now() + 60_000);
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");
});

it('"not me" after a proof signs that browser out, and leaves nothing proven', async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaoming", "prove");
  expect((await stage.tap("xiaoming", "不是我")).text).toContain("已经退出登录");
  expect(await whoIs(browser)).toBeUndefined();
});

for (const [when, fetched] of [
  ["before the page fetched it", false],
  ["after it", true],
] as const) {
  it(`"not me" ${when} takes the WeChat away again, with what it signed in`, async () => {
    await set();
    const browser = await signedIn();
    const started = await start(browser, { purpose: "link" });
    await stage.scan("xiaohong", started);
    await stage.tap("xiaohong", yes.link);
    if (fetched) await redeem(browser, started);
    expect((await identities(browser)).identities).toHaveLength(2);
    const no = stage.lastMessage("xiaohong");
    const phone = await signedIn("xiaohong");
    await stage.simulator.control.tap("xiaohong", stage.appid, no.id, 0);
    expect(stage.lastMessage("xiaohong").text).toContain("解除关联");
    expect(await whoIs(phone)).toBeUndefined();
    expect(await identities(browser)).toMatchObject({ identities: [{ isCurrent: true }], removed: [] });
    expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
    expect(await whoIs(browser)).toBeDefined();
    expect((await whoIs(await signedIn("xiaohong")))?.account.isNew).toBe(true);
  });
}

it('"not me" also counts by a typed 2, and where the account has taken the WeChat off meanwhile', async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const second = await other(browser);
  expect((await remove(browser, second)).status).toBe(200);
  await stage.say("xiaohong", "2");
  expect((await identities(browser)).removed).toEqual([]);
  expect(await problem(await restore(browser, second))).toBe("404 identity_not_found");
});

it("what an account had back can still be taken back by its person", async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const second = await other(browser);
  await remove(browser, second);
  expect((await restore(browser, second)).status).toBe(200);
  await stage.tap("xiaohong", "不是我");
  expect((await identities(browser)).identities).toHaveLength(1);
});

it("an account takes a WeChat off: what it signed in ends, also what is granted and not yet fetched", async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const phone = await signedIn("xiaohong");
  const tablet = stage.browser();
  const granted = await start(tablet);
  await stage.scan("xiaohong", granted);
  await stage.tap("xiaohong", yes["sign-in"]);
  const view = (await (await remove(browser, await other(browser))).json()) as IdentitiesView;
  expect(view).toMatchObject({ identities: [{ isCurrent: true }], removed: [{ source: "青禾" }] });
  expect(await whoIs(phone)).toBeUndefined();
  expect(await problem(await redeem(tablet, granted))).toBe("410 attempt_ended");
  expect(await whoIs(browser)).toBeDefined();
});

it("never the last one", async () => {
  await set();
  const browser = await signedIn();
  const [only = { id: "" }] = (await identities(browser)).identities;
  expect(await problem(await remove(browser, only))).toBe("409 last_identity");
  await through(browser, "xiaohong", "link");
  const ids = (await identities(browser)).identities;
  const answers = await Promise.all(ids.map((one) => remove(browser, one)));
  expect(answers.map(({ status }) => status).toSorted()[0]).toBe(200);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

it("taking off the WeChat that signed this session in ends this session, too", async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const [current] = (await identities(browser)).identities.filter(({ isCurrent }) => isCurrent);
  const answer = await remove(browser, current ?? { id: "" });
  expect(answer.headers.getSetCookie().join()).toContain("Max-Age=0");
  expect(await whoIs(browser)).toBeUndefined();
});

it("for seven days the account has it back, unless it is somebody's by then", async () => {
  await set({ application: { confirm: "always" }, options: { session: { freshFor: "1d" } } });
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const second = await other(browser);
  await remove(browser, second);
  const view = (await (await restore(browser, second)).json()) as IdentitiesView;
  expect(view).toMatchObject({ removed: [] });
  expect(view.identities).toHaveLength(2);
  expect(await problem(await restore(browser, second))).toBe("404 identity_not_found");

  await remove(browser, second);
  await signedIn("xiaohong");
  expect(await problem(await restore(browser, second))).toBe("409 identity_taken");
  expect((await identities(browser)).removed).toHaveLength(1);
  stage.clock.set(stage.clock.now() + 7 * 24 * 3_600_000);
  await through(browser, "xiaoming", "prove");
  expect((await identities(browser)).removed).toEqual([]);
  expect(await problem(await restore(browser, second))).toBe("404 identity_not_found");
});

it("nothing is had back whose person has an account of their own by then, told by another WeChat of theirs", async () => {
  await set({ also: ["website"], source: { scope: "snsapi_userinfo" } });
  const browser = await signedIn();
  const link = await start(browser, { channel: "open-platform", purpose: "link" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaohong", link)) ?? "");
  await redeem(browser, link);
  const second = await other(browser);
  expect((await remove(browser, second)).status).toBe(200);
  const hers = stage.browser();
  const answer = await hers.request("POST", "/v1/attempts", { body: {}, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  await comeBack(hers, await openInWechat(stage, "xiaohong", started.link ?? ""));
  await redeem(hers, started);
  expect((await whoIs(hers))?.account.isNew).toBe(true);
  expect(await problem(await restore(browser, second))).toBe("409 identity_taken");
  expect((await identities(browser)).identities).toHaveLength(1);
});

it("the browser of a WeChat that was taken off is a stranger: it hears no name, and its QR asks", async () => {
  await set({ application: { confirm: "new-browser" } });
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const hers = await signedIn("xiaohong");
  const before = await start(hers);
  await stage.scan("xiaoming", before);
  expect(await look(hers, before)).toMatchObject({ status: "granted" });
  await stage.tap("xiaoming", "不是我");
  await signedIn("xiaohong");
  const again = stage.browser();
  expect((await through(again, "xiaohong")).status).toBe(200);
  expect((await remove(browser, await other(browser))).status).toBe(200);
  const sent = await start(again);
  await stage.scan("xiaoming", sent);
  const seen = await look(again, sent);
  expect(seen).toMatchObject({ status: "scanned" });
  expect(seen).not.toHaveProperty("account");
});

it("nobody else's identities are seen or touched: by id, without a session, from a foreign page", async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaohong", "link");
  const second = await other(browser);
  const stranger = await signedIn("afei");
  expect(await problem(await remove(stranger, second))).toBe("404 identity_not_found");
  expect(await problem(await remove(stage.browser(), second))).toBe("401 not_signed_in");
  const headers = { origin: "https://evil.test" };
  const path = `/v1/account/identities/${second.id}`;
  expect(await problem(await browser.request("DELETE", path, { headers }))).toBe("403 origin_not_allowed");
  expect(await problem(await browser.request("DELETE", path, { headers: { origin: null } }))).toBe(
    "403 origin_not_allowed",
  );
  expect(await problem(await browser.request("GET", "/v1/account/identities", { headers }))).toBe("401 not_signed_in");
  expect(await problem(await browser.request("POST", "/v1/attempts", { body: { purpose: "link" }, headers }))).toBe(
    "403 origin_not_allowed",
  );
  const bare = { body: { purpose: "link", claim: "header" }, headers: { origin: null } };
  expect(await problem(await browser.request("POST", "/v1/attempts", bare))).toBe("403 origin_not_allowed");
  expect(JSON.stringify(await identities(browser))).not.toMatch(/"o[\w-]{27}"/);
});

it("a client with tokens links, too: its claim in a header, its session by an access token", async () => {
  await set();
  const tv = stage.browser();
  const started = await start(tv, { claim: "header" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", yes["sign-in"]);
  const claim = { authorization: `Claim ${started.claim}` };
  const path = `/v1/attempts/${started.id}/redeem`;
  const first = await tv.request("POST", path, { body: { mode: "token" }, headers: claim });
  const { accessToken } = (await first.json()) as SessionView & { accessToken: string };
  const bearer = { authorization: `Bearer ${accessToken}`, origin: null };
  const begun = await tv.request("POST", "/v1/attempts", {
    body: { purpose: "link", claim: "header" },
    headers: bearer,
  });
  const link = (await begun.json()) as typeof started;
  const own = { authorization: `Claim ${link.claim}`, origin: null };
  const refreshed = await tv.request("POST", `/v1/attempts/${link.id}/refresh`, { headers: own });
  const fresh = (await refreshed.json()) as typeof started;
  await stage.scan("xiaohong", fresh);
  await stage.tap("xiaohong", yes.link);
  const headers = { authorization: `Claim ${fresh.claim}`, origin: null };
  const answer = await tv.request("POST", `/v1/attempts/${fresh.id}/redeem`, { body: {}, headers });
  expect(((await answer.json()) as IdentitiesView).identities).toHaveLength(2);
  const listed = await tv.request("GET", "/v1/account/identities", { headers: bearer });
  expect(((await listed.json()) as IdentitiesView).identities).toHaveLength(2);
  const [second = { id: "" }] = (
    (await (await tv.request("GET", "/v1/account/identities", { headers: bearer })).json()) as IdentitiesView
  ).identities.filter(({ isCurrent }) => !isCurrent);
  expect((await tv.request("DELETE", `/v1/account/identities/${second.id}`, { headers: bearer })).status).toBe(200);
});

it("the page's code sent in the chat adds a WeChat, and 1 confirms; one that the chat gave signs in and does no more", async () => {
  await set({ kind: "subscription" });
  const code = (started: Awaited<ReturnType<typeof start>>) => started.code?.text ?? "";
  for (const person of ["xiaoming", "xiaohong", "afei"]) await stage.simulator.control.follow(person, stage.appid);
  const browser = stage.browser();
  const first = await start(browser);
  await stage.say("xiaoming", code(first));
  await stage.say("xiaoming", "1");
  await redeem(browser, first);
  const link = await start(browser, { purpose: "link" });
  expect((await stage.say("xiaohong", code(link))).text).toContain("要添加你的这个微信");
  expect((await stage.say("xiaohong", "1")).text).toContain("已添加");
  expect((await redeem(browser, link)).status).toBe(200);

  const given = /[2-9A-Z]{4}[ -][2-9A-Z]{4}/.exec((await stage.say("afei", "登录")).text)?.[0] ?? "";
  for (const purpose of ["link", "prove"] as const) {
    const typed = await start(browser, { purpose });
    const entered = await browser.request("POST", `/v1/attempts/${typed.id}/code`, { body: { text: given } });
    expect(await problem(entered)).toBe("400 invalid_request");
    expect(await look(browser, typed)).toMatchObject({ status: "pending" });
  }
  expect((await identities(browser)).identities).toHaveLength(2);
  const own = stage.browser();
  const signIn = await start(own);
  await own.request("POST", `/v1/attempts/${signIn.id}/code`, { body: { text: given } });
  expect(await look(own, signIn)).toMatchObject({ status: "granted" });
});

it("the number that the page shows confirms a link where the policy asks for one", async () => {
  await set({ application: { confirmBy: "number" } });
  const browser = stage.browser();
  const first = await start(browser);
  await stage.scan("xiaoming", first);
  await stage.tap("xiaoming", (await look(browser, first)).number ?? "");
  await redeem(browser, first);
  const started = await start(browser, { purpose: "link" });
  await stage.scan("xiaohong", started);
  expect(stage.lastMessage("xiaohong").text).toContain("要添加你的这个微信");
  const { number = "" } = await look(browser, started);
  const wrong = stage.lastMessage("xiaohong").links.find(({ text }) => /^\d\d$/.test(text) && text !== number);
  expect((await stage.tap("xiaohong", wrong?.text ?? "")).text).toContain("什么都没有改变");
  expect((await identities(browser)).identities).toHaveLength(1);
});

it("a mini-program's page that says what it is about adds a WeChat, one that thinks of a sign-in does not", async () => {
  await set({ kind: "mini-program" });
  const act = (bearer: string, scene: string, name: string, body: object = {}) =>
    call(stage, "POST", `${stage.appid}/attempts/${scene}/${name}`, { bearer, body });
  async function open(browser: Browser, person: string, purpose: Purpose) {
    const started = await start(browser, { purpose });
    const scene = await openByCode(stage, person, started);
    const bearer = await bearerOf(stage, person);
    const asked = (await (await act(bearer, scene, "scan")).json()) as AskedView;
    return { started, scene, bearer, asked };
  }
  const browser = stage.browser();
  const first = await open(browser, "xiaoming", "sign-in");
  await act(first.bearer, first.scene, "confirm");
  await redeem(browser, first.started);
  const { started, scene, bearer, asked } = await open(browser, "xiaohong", "link");
  expect(asked).toMatchObject({ purpose: "link", account: (await whoIs(browser))?.account.name, status: "scanned" });
  expect(await problem(await act(bearer, scene, "confirm"))).toBe("400 invalid_request");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  expect((await act(bearer, scene, "confirm", { purpose: "link" })).status).toBe(200);
  expect(((await (await redeem(browser, started)).json()) as IdentitiesView).identities).toHaveLength(2);
  expect(await (await act(bearer, scene, "decline")).json()).toMatchObject({ status: "declined" });
  expect((await identities(browser)).identities).toHaveLength(1);
  expect((await whoIs(browser))?.account.isNew).toBe(true);
});

it("WeChat's own page adds a WeChat, and one of another account is a conflict there, by unionId too", async () => {
  await set({ kind: "service", also: ["website"], source: { scope: "snsapi_userinfo" } });
  const browser = stage.browser();
  const first = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", first)) ?? "");
  await redeem(browser, first);
  const link = await start(browser, { channel: "open-platform", purpose: "link" });
  const back = await comeBack(browser, (await scanAtWechat(stage, "xiaohong", link)) ?? "");
  expect(await outcomeOf(back)).toEqual({ outcome: "granted", purpose: "link" });
  expect(((await (await redeem(browser, link)).json()) as IdentitiesView).identities).toHaveLength(2);

  const stranger = stage.browser();
  const answer = await stranger.request("POST", "/v1/attempts", { body: {}, headers: insideWechat });
  const own = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  await comeBack(stranger, await openInWechat(stage, "afei", own.link ?? ""));
  await redeem(stranger, own);
  expect((await whoIs(stranger))?.account.isNew).toBe(true);
  const again = await start(browser, { channel: "open-platform", purpose: "link" });
  const refused = await comeBack(browser, (await scanAtWechat(stage, "afei", again)) ?? "");
  expect(await outcomeOf(refused)).toEqual({ outcome: "declined", reason: "conflict", purpose: "link" });
});

it("an attempt of one session is not another one's: the browser that changed accounts gets a new one", async () => {
  await set();
  const browser = await signedIn();
  const first = await start(browser, { purpose: "link" });
  expect((await start(browser, { purpose: "link" })).id).toBe(first.id);
  await browser.request("DELETE", "/v1/session");
  await through(browser, "afei");
  expect((await start(browser, { purpose: "link" })).id).not.toBe(first.id);
  await stage.scan("xiaohong", first);
  expect((await start(browser, { purpose: "link" })).id).not.toBe(first.id);
  expect((await stage.tap("xiaohong", yes.link)).text).toContain("已经失效");
  expect((await identities(browser)).identities).toHaveLength(1);
});

it("an account's name makes no links of its own in somebody's chat", async () => {
  await set({ kind: "service", also: ["website"], source: { scope: "snsapi_userinfo" } });
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await stage.simulator.control.patchPerson("xiaoming", { displayName: '<a href="http://a.cn">x</a>' });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  await redeem(browser, started);
  const link = await start(browser, { channel: "official-account-qr", purpose: "link" });
  await stage.scan("xiaohong", link);
  expect(stage.lastMessage("xiaohong").links.map(({ text }) => text)).toEqual(["是我，添加", "不是我"]);
});

// Law 8: every purpose confirmed in the words of every other one, and fetched as it.
for (const purpose of Object.keys(yes) as Purpose[]) {
  it(`an attempt to ${purpose} is good for nothing else`, async () => {
    await set();
    const browser = await signedIn();
    const started = await start(browser, { purpose });
    await stage.scan("xiaoming", started);
    for (const wrong of Object.values(yes).filter((word) => word !== yes[purpose])) await stage.say("xiaoming", wrong);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
    await stage.say("xiaoming", yes[purpose]);
    const before = await whoIs(browser);
    const answer = await redeem(browser, started);
    const body = (await answer.json()) as Partial<SessionView & IdentitiesView>;
    expect([body.identity !== undefined, body.identities !== undefined]).toEqual(
      purpose === "sign-in" ? [true, false] : [false, true],
    );
    const after = await whoIs(browser);
    expect(after?.session.id === before?.session.id).toBe(purpose !== "sign-in");
  });
}

it("a pending sign-in is not handed out for a link, nor the other way round", async () => {
  await set();
  const browser = await signedIn();
  const ids = [];
  for (const purpose of Object.keys(yes)) ids.push((await start(browser, { purpose })).id);
  expect(new Set(ids).size).toBe(3);
});

it("of two accounts that add one WeChat at once, one gets it", async () => {
  await set();
  for (let round = 0; round < 10; round++) {
    await stage.close();
    await set();
    const browsers = [await signedIn("xiaoming"), await signedIn("afei")];
    const prompts: string[] = [];
    const started = [];
    for (const browser of browsers) {
      started.push(await start(browser, { purpose: "link" }));
      await stage.scan("xiaohong", started.at(-1) as never);
      prompts.push(stage.lastMessage("xiaohong").id);
    }
    await Promise.all(prompts.map((id) => stage.simulator.control.tap("xiaohong", stage.appid, id, 0)));
    const counts = [];
    for (const browser of browsers) counts.push((await identities(browser)).identities.length);
    expect(counts.toSorted()).toEqual([1, 2]);
    const states = [];
    for (const [at, browser] of browsers.entries()) states.push((await look(browser, started[at] as never)).status);
    expect(states.toSorted()).toEqual(["declined", "granted"]);
  }
});

/** The same person's phone opens the page inside WeChat and follows its link. */
async function insideAs(browser: Browser, person: string, purpose: Purpose = "sign-in") {
  const answer = await browser.request("POST", "/v1/attempts", { body: { purpose }, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  expect(started.channel).toBe("in-wechat");
  const back = await comeBack(browser, await openInWechat(stage, person, started.link ?? ""));
  return { started, back };
}

/** What a browser without scripts is shown. */
async function saidByForm(browser: Browser, purpose: Purpose, person: string) {
  const answer = await browser.request("POST", "/v1/attempts", { body: { purpose }, headers: insideWechat });
  const { link = "" } = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  const { pathname, search } = new URL(await openInWechat(stage, person, link));
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const page = await (await browser.request("POST", pathname + search, { body: "", headers })).text();
  return /<section data-state="(\w+)">/.exec(page)?.[1];
}

it("inside WeChat the WeChat that opens the page is added, proves, and is refused where it is another account's", async () => {
  await set();
  const browser = stage.browser();
  await redeem(browser, (await insideAs(browser, "xiaoming")).started);
  const mine = (await whoIs(browser))?.account.id;

  const added = await insideAs(browser, "xiaohong", "link");
  expect(await outcomeOf(added.back)).toEqual({ outcome: "granted", purpose: "link" });
  const fetched = await redeem(browser, added.started);
  expect(fetched.headers.getSetCookie()).toEqual([]);
  expect(((await fetched.json()) as IdentitiesView).identities).toHaveLength(2);

  stage.clock.set(stage.clock.now() + 10 * 60_000);
  expect(await problem(await asking(browser, "link", { channel: "in-wechat" }))).toBe("403 fresh_proof_needed");
  const strange = await insideAs(browser, "afei", "prove");
  expect(await outcomeOf(strange.back)).toEqual({ outcome: "declined", reason: "conflict", purpose: "prove" });
  const proof = await insideAs(browser, "xiaohong", "prove");
  expect(await outcomeOf(proof.back)).toEqual({ outcome: "granted", purpose: "prove" });
  await redeem(browser, proof.started);

  const stranger = stage.browser();
  await redeem(stranger, (await insideAs(stranger, "afei")).started);
  const taken = await insideAs(browser, "afei", "link");
  expect(await outcomeOf(taken.back)).toEqual({ outcome: "declined", reason: "conflict", purpose: "link" });
  expect(await saidByForm(browser, "link", "afei")).toBe("linkConflict");
  expect(await saidByForm(browser, "link", "xiaohong")).toBe("done");
  expect((await identities(browser)).identities).toHaveLength(2);

  const phone = stage.browser();
  await redeem(phone, (await insideAs(phone, "xiaohong")).started);
  expect((await whoIs(phone))?.account).toMatchObject({ id: mine, isNew: false });
});

it("inside WeChat a link that another browser began adds nothing there, and a snapshot page none", async () => {
  await set({ source: { scope: "snsapi_userinfo" } });
  const browser = stage.browser();
  await redeem(browser, (await insideAs(browser, "xiaoming")).started);
  const answer = await browser.request("POST", "/v1/attempts", { body: { purpose: "link" }, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  const address = await openInWechat(stage, "xiaohong", started.link ?? "");
  expect(await problem(await comeBack(stage.browser(), address))).toBe("404 attempt_not_found");
  stage.simulator.control.patchSettings({ snapshot: "always" });
  const snapshot = await openInWechat(stage, "xiaohong", started.link ?? "");
  expect(await outcomeOf(await comeBack(browser, snapshot))).toEqual({ outcome: "snapshot" });
  expect((await identities(browser)).identities).toHaveLength(1);
});
