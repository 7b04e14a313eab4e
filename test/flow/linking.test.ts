import { afterEach, expect, test } from "vitest";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { AskedView } from "../../src/wire/mini-program.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, outcomeOf, scanAtWechat } from "../stage/oauth.ts";
import { look, pair, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const yes = { "sign-in": "是我，登录", prove: "是我，确认" } as const;
type Purpose = keyof typeof yes | "link";

/** Starts an attempt of this purpose, scans, confirms in the chat and redeems. */
async function through(browser: Browser, person: string, purpose: keyof typeof yes = "sign-in", body = {}) {
  const started = await start(browser, { purpose, ...body });
  await stage.scan(person, started);
  await stage.tap(person, yes[purpose]);
  return redeem(browser, started);
}

/** A WeChat of the account approves one action, which `what` names. */
const approve = async (browser: Browser, what: object = {}, person = "xiaoming"): Promise<void> => {
  expect((await through(browser, person, "prove", what)).status).toBe(200);
};

const redeemPaired = (browser: Browser, { id }: { id: string }, pairingCode: string): Promise<Response> =>
  browser.request("POST", `/v1/attempts/${id}/redeem`, { body: { pairingCode } });

/** An approved link that this person has scanned. */
async function scannedLink(browser: Browser, person = "xiaohong") {
  await approve(browser);
  const started = await start(browser, { purpose: "link" });
  await stage.scan(person, started);
  return started;
}

/** The same, and the pairing code is typed on the page. */
async function linked(browser: Browser, person = "xiaohong"): Promise<Response> {
  const started = await scannedLink(browser, person);
  return redeemPaired(browser, started, stage.pairingCode(started));
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

const removeNow = (browser: Browser, { id }: { id: string }): Promise<Response> =>
  browser.request("DELETE", `/v1/account/identities/${id}`);

const restoreNow = (browser: Browser, { id }: { id: string }): Promise<Response> =>
  browser.request("POST", `/v1/account/identities/${id}/restore`);

/** An action that a WeChat of the account approved, and then its execution. */
async function remove(browser: Browser, one: { id: string }, person = "xiaoming"): Promise<Response> {
  await approve(browser, { for: "remove", identity: one.id }, person);
  return removeNow(browser, one);
}

async function restore(browser: Browser, one: { id: string }): Promise<Response> {
  await approve(browser, { for: "restore", identity: one.id });
  return restoreNow(browser, one);
}

const asking = (browser: Browser, purpose: Purpose, body: object = {}): Promise<Response> =>
  browser.request("POST", "/v1/attempts", { body: { purpose, ...body } });

/** The identity with which this session was not signed in. */
async function other(browser: Browser) {
  const found = (await identities(browser)).identities.find(({ isCurrent }) => !isCurrent);
  if (!found) throw new Error("there is no other identity");
  return found;
}

test("a WeChat of the account says yes, another one scans, its pairing code is typed: either opens the account", async () => {
  await set();
  const browser = await signedIn();
  const before = await whoIs(browser);
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");
  const proof = await start(browser, { purpose: "prove", for: "link" });
  await stage.scan("xiaoming", proof);
  expect(stage.lastMessage("xiaoming").text).toContain("给你在「青禾茶铺」的账号添加另一个微信");
  await stage.tap("xiaoming", yes.prove);
  await redeem(browser, proof);

  const started = await start(browser, { purpose: "link" });
  await stage.scan("xiaohong", started);
  const { text, links } = stage.lastMessage("xiaohong");
  expect(text).toContain("不要告诉任何人");
  expect(text).not.toContain(before?.account.name);
  expect(text).not.toContain("已添加");
  expect(links.map((link) => link.text)).toEqual(["不是我"]);
  expect(await look(browser, started)).toMatchObject({ status: "granted", pairing: "code" });
  expect((await identities(browser)).identities).toHaveLength(1);
  expect(await problem(await redeem(browser, started))).toBe("409 pairing_required");

  const redeemed = await redeemPaired(browser, started, stage.pairingCode(started));
  expect(redeemed.headers.getSetCookie()).toEqual([]);
  const view = (await redeemed.json()) as IdentitiesView;
  expect(view.identities.map(({ source, isCurrent }) => [source, isCurrent]).toSorted()).toEqual([
    ["青禾", false],
    ["青禾", true],
  ]);
  expect(view.session.id).toBe(before?.session.id);
  expect(await whoIs(browser)).toMatchObject({ ...before, notices: [{ kind: "identity_added" }] });
  const phone = await signedIn("xiaohong");
  expect((await whoIs(phone))?.account).toMatchObject({ id: before?.account.id, isNew: false });
});

test("redeeming a link again returns the same, and signs nobody in", async () => {
  await set();
  const browser = await signedIn();
  const started = await scannedLink(browser);
  await pair(browser, started);
  const answers = [await redeem(browser, started), await redeem(browser, started)];
  expect(await answers[1]?.json()).toEqual(await answers[0]?.json());
  await browser.request("DELETE", "/v1/session");
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect(await whoIs(browser)).toBeUndefined();
});

test("a WeChat that has an account of its own stays there: declined, and told why", async () => {
  await set();
  const hers = (await whoIs(await signedIn("xiaohong")))?.account.id;
  const browser = await signedIn();
  const started = await scannedLink(browser);
  expect(stage.lastMessage("xiaohong").text).toContain("已经有自己的账号");
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "conflict" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect((await identities(browser)).identities).toHaveLength(1);
  expect((await whoIs(await signedIn("xiaohong")))?.account.id).toBe(hers);
});

test("one's own WeChat again changes nothing, and taking that back takes nothing away", async () => {
  await set();
  const browser = await signedIn();
  expect((await linked(browser, "xiaoming")).status).toBe(200);
  await stage.tap("xiaoming", "不是我");
  expect((await identities(browser)).identities).toHaveLength(1);
  expect(await whoIs(browser)).toBeDefined();
});

test("without a session, with another application's, or after a sign-out no link can be requested", async () => {
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

test("the session must live when the page redeems the link, or nothing is added", async () => {
  await set();
  const browser = await signedIn();
  const started = await scannedLink(browser);
  await pair(browser, started);
  await browser.request("DELETE", "/v1/session");
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect((await whoIs(await signedIn("xiaohong")))?.account.isNew).toBe(true);
});

test("each link, removal and restore needs an approval of its own, by a WeChat of the account, good once", async () => {
  await set();
  const browser = await signedIn();
  await linked(browser);
  const second = await other(browser);
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");
  await approve(browser);
  expect(await problem(await removeNow(browser, second))).toBe("403 fresh_proof_needed");
  await approve(browser, { for: "remove", identity: "another" });
  expect(await problem(await removeNow(browser, second))).toBe("403 fresh_proof_needed");
  expect(await problem(await restoreNow(browser, second))).toBe("403 fresh_proof_needed");

  const stranger = await start(browser, { purpose: "prove", for: "remove", identity: second.id });
  await stage.scan("afei", stranger);
  expect(stage.lastMessage("afei").text).toContain("移除2026年5月1日添加的微信");
  expect((await stage.tap("afei", yes.prove)).text).toContain("不属于");
  expect(await look(browser, stranger)).toMatchObject({ status: "declined", reason: "conflict" });
  expect(await problem(await removeNow(browser, second))).toBe("403 fresh_proof_needed");

  expect((await remove(browser, second, "xiaohong")).status).toBe(200);
  expect(await problem(await removeNow(browser, second))).toBe("403 fresh_proof_needed");
  expect((await asking(browser, "link")).status).toBe(201);
});

test("an approval is one session's: another session of the account has none", async () => {
  await set();
  const [browser, tablet] = [await signedIn(), await signedIn()];
  await approve(browser);
  expect(await problem(await asking(tablet, "link"))).toBe("403 fresh_proof_needed");
});

test("how long an approval is good is configured", async () => {
  await set({ options: { session: { freshFor: "1m" } } });
  const browser = await signedIn();
  await approve(browser);
  stage.clock.set(stage.clock.now() + 60_000);
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");
});

test('"not me" after a proof signs that browser out, and leaves nothing proven', async () => {
  await set();
  const browser = await signedIn();
  await through(browser, "xiaoming", "prove");
  expect((await stage.tap("xiaoming", "不是我")).text).toContain("已经退出登录");
  expect(await whoIs(browser)).toBeUndefined();
});

test('"not me" before the page has the code ends the link, and nothing was added', async () => {
  await set();
  const browser = await signedIn();
  const started = await scannedLink(browser);
  const code = stage.pairingCode(started);
  await stage.tap("xiaohong", "不是我");
  expect(await problem(await redeemPaired(browser, started, code))).toBe("410 attempt_ended");
  expect((await identities(browser)).identities).toHaveLength(1);
});

test('"not me" after it takes the WeChat away again, with what it signed in', async () => {
  await set();
  const browser = await signedIn();
  const started = await scannedLink(browser);
  const no = stage.lastMessage("xiaohong");
  await redeemPaired(browser, started, stage.pairingCode(started));
  expect((await identities(browser)).identities).toHaveLength(2);
  const phone = await signedIn("xiaohong");
  await stage.simulator.control.tap("xiaohong", stage.appid, no.id, 0);
  expect(stage.lastMessage("xiaohong").text).toContain("解除关联");
  expect(await whoIs(phone)).toBeUndefined();
  expect(await identities(browser)).toMatchObject({ identities: [{ isCurrent: true }], removed: [] });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect(await whoIs(browser)).toBeDefined();
  expect((await whoIs(await signedIn("xiaohong")))?.account.isNew).toBe(true);
});

test('"not me" also counts by a typed 2, and where the account has taken the WeChat off meanwhile', async () => {
  await set();
  const browser = await signedIn();
  await linked(browser);
  const second = await other(browser);
  expect((await remove(browser, second)).status).toBe(200);
  await stage.say("xiaohong", "2");
  expect((await identities(browser)).removed).toEqual([]);
  expect(await problem(await restore(browser, second))).toBe("404 identity_not_found");
});

test("what an account had back can still be taken back by its person", async () => {
  await set();
  const browser = await signedIn();
  await linked(browser);
  const second = await other(browser);
  await remove(browser, second);
  expect((await restore(browser, second)).status).toBe(200);
  await stage.say("xiaohong", "2");
  expect((await identities(browser)).identities).toHaveLength(1);
});

test("an account removes a WeChat: its sessions end, and its granted attempts cannot be redeemed", async () => {
  await set();
  const browser = await signedIn();
  await linked(browser);
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

test("never the last one", async () => {
  await set();
  const browser = await signedIn();
  const [only = { id: "" }] = (await identities(browser)).identities;
  expect(await problem(await remove(browser, only))).toBe("409 last_identity");
  await linked(browser);
  const ids = (await identities(browser)).identities;
  for (const { id } of ids) await approve(browser, { for: "remove", identity: id });
  const answers = await Promise.all(ids.map((one) => removeNow(browser, one)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("taking off the WeChat that signed this session in ends this session, too", async () => {
  await set();
  const browser = await signedIn();
  await linked(browser);
  const [current] = (await identities(browser)).identities.filter(({ isCurrent }) => isCurrent);
  const answer = await remove(browser, current ?? { id: "" });
  expect(answer.headers.getSetCookie().join()).toContain("Max-Age=0");
  expect(await whoIs(browser)).toBeUndefined();
});

test("for seven days the account can restore it, unless another account has it by then", async () => {
  await set({ application: { confirm: "always" }, options: { session: { freshFor: "1d" } } });
  const browser = await signedIn();
  await linked(browser);
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

test("an identity is not restored if its person has an account of their own by then, by another WeChat", async () => {
  await set({ also: ["website"] });
  const browser = await signedIn();
  await linked(browser);
  const second = await other(browser);
  expect((await remove(browser, second)).status).toBe(200);
  const hers = stage.browser();
  const started = await start(hers, { channel: "open-platform" });
  await comeBack(hers, (await scanAtWechat(stage, "xiaohong", started)) ?? "");
  await redeem(hers, started);
  expect((await whoIs(hers))?.account.isNew).toBe(true);
  expect(await problem(await restore(browser, second))).toBe("409 identity_taken");
  expect((await identities(browser)).identities).toHaveLength(1);
});

test("the browser of a removed WeChat is no longer known: it gets no name, and its QR asks", async () => {
  await set({ application: { confirm: "new-browser" } });
  const browser = await signedIn();
  await linked(browser);
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

test("another person's identities are neither shown nor changed: by id, without a session, from a foreign page", async () => {
  await set();
  const browser = await signedIn();
  await linked(browser);
  const second = await other(browser);
  const stranger = await signedIn("afei");
  expect(await problem(await remove(stranger, second, "afei"))).toBe("404 identity_not_found");
  expect(await problem(await removeNow(stage.browser(), second))).toBe("401 not_signed_in");
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

test("a client with tokens links, too: its claim in a header, its session by an access token", async () => {
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
  const begin = async (body: object) =>
    (await (
      await tv.request("POST", "/v1/attempts", { body: { claim: "header", ...body }, headers: bearer })
    ).json()) as typeof started;
  async function approveHere(what: object) {
    const proof = await begin({ purpose: "prove", ...what });
    await stage.scan("xiaoming", proof);
    await stage.tap("xiaoming", yes.prove);
    const claimed = { authorization: `Claim ${proof.claim}`, origin: null };
    await tv.request("POST", `/v1/attempts/${proof.id}/redeem`, { body: {}, headers: claimed });
  }
  await approveHere({ for: "link" });
  const link = await begin({ purpose: "link" });
  const own = { authorization: `Claim ${link.claim}`, origin: null };
  const refreshed = await tv.request("POST", `/v1/attempts/${link.id}/refresh`, { headers: own });
  const fresh = (await refreshed.json()) as typeof started;
  await stage.scan("xiaohong", fresh);
  const pairingCode = stage.pairingCode(fresh);
  const headers = { authorization: `Claim ${fresh.claim}`, origin: null };
  const answer = await tv.request("POST", `/v1/attempts/${fresh.id}/redeem`, { body: { pairingCode }, headers });
  expect(((await answer.json()) as IdentitiesView).identities).toHaveLength(2);
  const listed = await tv.request("GET", "/v1/account/identities", { headers: bearer });
  expect(((await listed.json()) as IdentitiesView).identities).toHaveLength(2);
  const [second = { id: "" }] = (
    (await (await tv.request("GET", "/v1/account/identities", { headers: bearer })).json()) as IdentitiesView
  ).identities.filter(({ isCurrent }) => !isCurrent);
  await approveHere({ for: "remove", identity: second.id });
  expect((await tv.request("DELETE", `/v1/account/identities/${second.id}`, { headers: bearer })).status).toBe(200);
});

test("the page's code sent in the chat gets a pairing code, which adds the WeChat; a code of the chat only signs in", async () => {
  await set({ kind: "subscription" });
  const code = (started: Awaited<ReturnType<typeof start>>) => started.code?.text ?? "";
  for (const person of ["xiaoming", "xiaohong", "afei"]) await stage.simulator.control.follow(person, stage.appid);
  const browser = stage.browser();
  const first = await start(browser);
  await stage.say("xiaoming", code(first));
  await stage.say("xiaoming", "1");
  await redeem(browser, first);
  const proof = await start(browser, { purpose: "prove" });
  await stage.say("xiaoming", code(proof));
  await stage.say("xiaoming", "1");
  await redeem(browser, proof);
  const link = await start(browser, { purpose: "link" });
  const [, told = ""] = /配对码：(\d{6})/.exec((await stage.say("xiaohong", code(link))).text) ?? [];
  expect((await redeemPaired(browser, link, told)).status).toBe(200);
  const again = await start(browser, { purpose: "prove" });
  await stage.say("xiaohong", code(again));
  await stage.say("xiaohong", "1");
  await redeem(browser, again);

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

test("the number that the page shows confirms an approval where the policy asks for one", async () => {
  await set({ application: { confirmBy: "number" } });
  const browser = stage.browser();
  const first = await start(browser);
  await stage.scan("xiaoming", first);
  await stage.tap("xiaoming", (await look(browser, first)).number ?? "");
  await redeem(browser, first);
  const started = await start(browser, { purpose: "prove" });
  await stage.scan("xiaoming", started);
  const { number = "" } = await look(browser, started);
  const wrong = stage.lastMessage("xiaoming").links.find(({ text }) => /^\d\d$/.test(text) && text !== number);
  expect((await stage.tap("xiaoming", wrong?.text ?? "")).text).toContain("什么都没有改变");
  expect(await problem(await asking(browser, "link"))).toBe("403 fresh_proof_needed");
});

test("a mini-program's page that shows the purpose adds a WeChat; one that shows a sign-in does not", async () => {
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
  const proof = await open(browser, "xiaoming", "prove");
  expect(proof.asked).toMatchObject({ purpose: "prove", approves: "link" });
  await act(proof.bearer, proof.scene, "confirm", { purpose: "prove" });
  await redeem(browser, proof.started);
  const { started, scene, bearer, asked } = await open(browser, "xiaohong", "link");
  expect(asked).toMatchObject({ purpose: "link", status: "scanned" });
  expect(JSON.stringify(asked)).not.toContain((await whoIs(browser))?.account.name);
  expect(asked).not.toHaveProperty("pairingCode");
  expect(await problem(await act(bearer, scene, "confirm"))).toBe("400 invalid_request");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  const confirmed = await (await act(bearer, scene, "confirm", { purpose: "link" })).json();
  const { pairingCode = "" } = confirmed as AskedView;
  expect(await problem(await redeem(browser, started))).toBe("409 pairing_required");
  expect(
    ((await (await redeemPaired(browser, started, pairingCode)).json()) as IdentitiesView).identities,
  ).toHaveLength(2);
  expect(await (await act(bearer, scene, "decline")).json()).toMatchObject({ status: "declined" });
  expect((await identities(browser)).identities).toHaveLength(1);
  expect((await whoIs(browser))?.account.isNew).toBe(true);
});

test("WeChat's own page, which anybody who sees it may scan, adds nothing and approves nothing", async () => {
  await set({ also: ["website"] });
  const browser = await signedIn();
  await approve(browser);
  for (const purpose of ["link", "prove"] as const) {
    expect(await problem(await asking(browser, purpose, { channel: "open-platform" }))).toBe("400 invalid_request");
  }
});

test("an attempt of one session is not another one's: the browser that changed accounts gets a new one", async () => {
  await set();
  const browser = await signedIn();
  await approve(browser);
  const first = await start(browser, { purpose: "link" });
  expect((await start(browser, { purpose: "link" })).id).toBe(first.id);
  await browser.request("DELETE", "/v1/session");
  await through(browser, "afei");
  await approve(browser, {}, "afei");
  expect((await start(browser, { purpose: "link" })).id).not.toBe(first.id);
  await stage.scan("xiaohong", first);
  expect(stage.lastMessage("xiaohong").text).toContain("已经失效");
  expect((await identities(browser)).identities).toHaveLength(1);
});

// Law 8: every purpose is confirmed with the words of every other purpose, and redeemed as that other purpose.
for (const purpose of Object.keys(yes) as (keyof typeof yes)[]) {
  test(`an attempt to ${purpose} is valid for nothing else`, async () => {
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

test("a link that waits for its pairing code continues after a reload, for as long as the code is valid", async () => {
  await set();
  const browser = await signedIn();
  const started = await scannedLink(browser);
  const pairingCode = stage.pairingCode(started);
  // Longer than a granted sign-in waits for its redeem.
  await stage.clock.advance(90_000);
  expect(await start(browser, { purpose: "link" })).toMatchObject({ id: started.id, status: "granted" });
  expect((await redeemPaired(browser, started, pairingCode)).status).toBe(200);
  expect((await identities(browser)).identities).toHaveLength(2);
});

test("a pending attempt is not handed out for another purpose, nor a proof for another thing", async () => {
  await set();
  const browser = await signedIn();
  await approve(browser);
  const ids = [];
  for (const body of [
    {},
    { purpose: "link" },
    { purpose: "prove" },
    { purpose: "prove", for: "remove", identity: "a" },
  ])
    ids.push((await start(browser, body)).id);
  ids.push((await start(browser, { purpose: "prove", for: "remove", identity: "b" })).id);
  expect(new Set(ids).size).toBe(5);
});

test("of two accounts that add one WeChat at once, one gets it", async () => {
  for (let round = 0; round < 10; round++) {
    if (round > 0) await stage.close();
    await set();
    const browsers = [await signedIn("xiaoming"), await signedIn("afei")] as const;
    await approve(browsers[1], {}, "afei");
    const links = [await scannedLink(browsers[0])];
    links.push(await start(browsers[1], { purpose: "link" }));
    const codes = [stage.pairingCode(links[0] as never)];
    await stage.scan("xiaohong", links[1] as never);
    codes.push(stage.pairingCode(links[1] as never));
    const answers = await Promise.all(
      browsers.map((browser, at) => redeemPaired(browser, links[at] as never, codes[at] ?? "")),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410]);
    const loser = answers.findIndex(({ status }) => status === 410);
    const heard = await look(browsers[loser] as Browser, links[loser] as never);
    expect(heard).toMatchObject({ status: "declined", reason: "conflict" });
    const counts = [];
    for (const browser of browsers) counts.push((await identities(browser)).identities.length);
    expect(counts.toSorted()).toEqual([1, 2]);
  }
});

const conflictLines = () =>
  stage.lines.filter((line) => line.startsWith("a sign-in ended: the person's WeChat or phone belongs to another"));

test("a page that waits for the pairing code of a WeChat that another account adds hears of the conflict at once", async () => {
  await set();
  const [browser, other] = [await signedIn("xiaoming"), await signedIn("afei")];
  const waiting = await scannedLink(browser);
  const pairingCode = stage.pairingCode(waiting);
  const path = `/v1/attempts/${waiting.id}`;
  const etag = (await browser.request("GET", path)).headers.get("etag") ?? "";
  const told = browser.request("GET", path, { headers: { "if-none-match": etag, prefer: "wait=30" } });
  await approve(other, {}, "afei");
  const first = await start(other, { purpose: "link" });
  await stage.scan("xiaohong", first);
  expect((await redeemPaired(other, first, stage.pairingCode(first))).status).toBe(200);
  expect(await (await told).json()).toMatchObject({ status: "declined", reason: "conflict" });
  expect(conflictLines()).toHaveLength(1);
  expect(await problem(await redeemPaired(browser, waiting, pairingCode))).toBe("410 attempt_ended");
});

test("a link of a WeChat that has signed up meanwhile is declined as a conflict by the redeem, once", async () => {
  await set();
  const browser = await signedIn();
  const started = await scannedLink(browser);
  await pair(browser, started);
  await signedIn("xiaohong");
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "conflict" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
  expect(conflictLines()).toHaveLength(1);
  // The refused request does not use up the approval.
  expect((await asking(browser, "link")).status).toBe(201);
});

/** The tap on our page that follows the one on WeChat's page. */
const agreeTo = (browser: Browser, { id }: { id: string }) =>
  browser.request("POST", `/v1/attempts/${id}/redeem`, { body: { agreed: true } });

/** The same person's phone opens the page inside WeChat and follows its link. */
async function insideAs(browser: Browser, person: string, purpose: Purpose = "sign-in", by = "xiaoming") {
  if (purpose === "link") await agreeTo(browser, (await insideAs(browser, by, "prove")).started);
  const answer = await browser.request("POST", "/v1/attempts", { body: { purpose }, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  expect(started.channel).toBe("in-wechat");
  const back = await comeBack(browser, await openInWechat(stage, person, started.link ?? ""));
  return { started, back };
}

/** The text of the page for a browser without scripts. */
async function saidByForm(browser: Browser, purpose: Purpose, person: string) {
  if (purpose === "link") await agreeTo(browser, (await insideAs(browser, "xiaoming", "prove")).started);
  const answer = await browser.request("POST", "/v1/attempts", { body: { purpose }, headers: insideWechat });
  const { link = "" } = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  const { pathname, search } = new URL(await openInWechat(stage, person, link));
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const page = await (await browser.request("POST", pathname + search, { body: "", headers })).text();
  return /<section data-state="(\w+)">/.exec(page)?.[1];
}

test("inside WeChat the WeChat that opens the page is added, proves, and is refused where it is another account's", async () => {
  await set();
  const browser = stage.browser();
  await redeem(browser, (await insideAs(browser, "xiaoming")).started);
  const mine = (await whoIs(browser))?.account.id;

  const added = await insideAs(browser, "xiaohong", "link");
  expect(await outcomeOf(added.back)).toEqual({ outcome: "granted", purpose: "link" });
  expect(await problem(await redeem(browser, added.started))).toBe("409 pairing_required");
  expect((await identities(browser)).identities).toHaveLength(1);
  const path = `/v1/attempts/${added.started.id}/redeem`;
  const fetched = await browser.request("POST", path, { body: { agreed: true } });
  expect(fetched.headers.getSetCookie()).toEqual([]);
  expect(((await fetched.json()) as IdentitiesView).identities).toHaveLength(2);

  expect(await problem(await asking(browser, "link", { channel: "in-wechat" }))).toBe("403 fresh_proof_needed");
  const strange = await insideAs(browser, "afei", "prove");
  expect(await outcomeOf(strange.back)).toEqual({ outcome: "declined", reason: "conflict", purpose: "prove" });
  const proof = await insideAs(browser, "xiaohong", "prove");
  expect(await outcomeOf(proof.back)).toEqual({ outcome: "granted", purpose: "prove" });
  expect(await problem(await redeem(browser, proof.started))).toBe("409 pairing_required");
  expect((await agreeTo(browser, proof.started)).status).toBe(200);

  const stranger = stage.browser();
  await redeem(stranger, (await insideAs(stranger, "afei")).started);
  const taken = await insideAs(browser, "afei", "link");
  expect(await outcomeOf(taken.back)).toEqual({ outcome: "declined", reason: "conflict", purpose: "link" });
  expect(await saidByForm(browser, "link", "afei")).toBe("linkConflict");
  expect(await saidByForm(browser, "link", "xiaohong")).toBe("done");
  expect((await identities(browser)).identities).toHaveLength(2);

  const phone = stage.browser();
  const first = (await insideAs(phone, "xiaohong")).started;
  expect(await problem(await redeem(phone, first))).toBe("409 pairing_required");
  await phone.request("POST", `/v1/attempts/${first.id}/redeem`, { body: { agreed: true } });
  expect((await whoIs(phone))?.account).toMatchObject({ id: mine, isNew: false });
});

test("inside WeChat a link that another browser began adds nothing there, and a snapshot page none", async () => {
  await set({ source: { scope: "snsapi_userinfo" } });
  const browser = stage.browser();
  await redeem(browser, (await insideAs(browser, "xiaoming")).started);
  await agreeTo(browser, (await insideAs(browser, "xiaoming", "prove")).started);
  const answer = await browser.request("POST", "/v1/attempts", { body: { purpose: "link" }, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  const address = await openInWechat(stage, "xiaohong", started.link ?? "");
  expect(await problem(await comeBack(stage.browser(), address))).toBe("404 attempt_not_found");
  stage.simulator.control.patchSettings({ snapshot: "always" });
  const snapshot = await openInWechat(stage, "xiaohong", started.link ?? "");
  expect(await outcomeOf(await comeBack(browser, snapshot))).toEqual({ outcome: "snapshot" });
  expect((await identities(browser)).identities).toHaveLength(1);
});
