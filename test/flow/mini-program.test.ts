import { createHash } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import type { AskedView, MiniProgramSessionView } from "../../src/wire/mini-program.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { bearerOf, call, openByCode, wxLogin } from "../stage/mini-program.ts";
import { comeBack, scanAtWechat } from "../stage/oauth.ts";
import {
  look,
  problem,
  redeem,
  type Stage,
  type StageOptions,
  setStage,
  start,
  wechat,
  whoIs,
} from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "mini-program", ...options });
};

type Act = "scan" | "confirm" | "decline";

const act = (bearer: string, scene: string, name: Act, appid = stage.appid): Promise<Response> =>
  call(stage, "POST", `${appid}/attempts/${scene}/${name}`, { bearer, body: {} });

const see = (bearer: string, scene: string, appid = stage.appid): Promise<Response> =>
  call(stage, "GET", `${appid}/attempts/${scene}`, { bearer });

const asked = async (response: Promise<Response>): Promise<AskedView> => (await (await response).json()) as AskedView;

/** A browser with a pending attempt, and a person who has scanned its code and signed in to the mini-program. */
async function scanned(person = "xiaoming") {
  const browser = stage.browser();
  const started = await start(browser, { channel: "mini-program" });
  const scene = await openByCode(stage, person, started);
  const bearer = await bearerOf(stage, person);
  expect((await asked(act(bearer, scene, "scan"))).status).toBe("scanned");
  return { browser, started, scene, bearer };
}

test("scan the code, allow it on the mini-program's page, signed in", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  expect(started).toMatchObject({
    channel: "mini-program",
    status: "pending",
    why: "the code of the mini-program 青禾 signs in",
    qr: { image: expect.stringMatching(/^data:image\/jpeg;base64,/) },
  });
  expect(started.qr?.content).toBeUndefined();
  expect(Date.parse(started.expiresAt) - stage.clock.now()).toBe(300_000);

  const scene = await openByCode(stage, "xiaoming", started);
  expect(scene).toMatch(/^[\w-]{22}$/);
  const login = await call(stage, "POST", `${stage.appid}/login`, { body: { code: await wxLogin(stage, "xiaoming") } });
  expect(login.status).toBe(201);
  expect(login.headers.getSetCookie()).toEqual([]);
  expect(login.headers.get("access-control-allow-origin")).toBeNull();
  const { session: bearer, ...rest } = (await login.json()) as MiniProgramSessionView;
  expect([bearer.length, rest]).toEqual([43, { expiresIn: 3600 }]);

  // Opening the page is not a scan. Only the person's actions change the attempt.
  expect(await asked(see(bearer, scene))).toEqual({
    site: "青禾茶铺",
    needsPhone: false,
    browser: "Chrome · macOS",
    startedAt: new Date(stage.clock.now()).toISOString(),
    status: "pending",
    expiresAt: started.expiresAt,
  });
  expect((await look(browser, started)).status).toBe("pending");
  expect((await asked(act(bearer, scene, "scan"))).status).toBe("scanned");
  expect((await look(browser, started)).status).toBe("scanned");
  expect((await asked(act(bearer, scene, "confirm"))).status).toBe("granted");
  expect((await look(browser, started)).status).toBe("granted");

  const redeemed = (await (await redeem(browser, started)).json()) as SessionView;
  expect(redeemed.account.isNew).toBe(true);
  expect(redeemed.identity).toMatchObject({ channel: "mini-program", appid: stage.appid });
  expect(redeemed.identity.unionid).toMatch(/^o/);
  expect(await whoIs(browser)).toEqual(redeemed);
  expect(await problem(await see(bearer, scene).then((one) => (one.ok ? redeem(stage.browser(), started) : one)))).toBe(
    "404 attempt_not_found",
  );
});

test("a reload shows the same picture and asks WeChat for no other; so does a restart", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.restart();
  expect(await start(browser)).toEqual(started);
  const refreshed = await browser.request("POST", `/v1/attempts/${started.id}/refresh`);
  expect(((await refreshed.json()) as typeof started).qr?.image).not.toBe(started.qr?.image);
});

test("the page always asks, also a person whose browser is known", async () => {
  await set({ application: { confirm: "never" } });
  const first = await scanned();
  await act(first.bearer, first.scene, "confirm");
  expect((await redeem(first.browser, first.started)).status).toBe(200);
  const again = await start(first.browser);
  const scene = await openByCode(stage, "xiaoming", again);
  expect((await asked(act(first.bearer, scene, "scan"))).status).toBe("scanned");
});

test("a person declines; after the sign-in they take it back, and it stays taken back", async () => {
  await set();
  const first = await scanned();
  expect(await asked(act(first.bearer, first.scene, "decline"))).toMatchObject({
    status: "declined",
    reason: "by_person",
  });
  expect(await look(first.browser, first.started)).toMatchObject({ status: "declined", reason: "by_person" });
  expect(await problem(await act(first.bearer, first.scene, "confirm"))).toBe("410 attempt_ended");

  const { browser, started, scene, bearer } = await scanned();
  await act(bearer, scene, "confirm");
  await redeem(browser, started);
  expect(await whoIs(browser)).toBeDefined();
  for (const _ of [1, 2])
    expect(await asked(act(bearer, scene, "decline"))).toMatchObject({ status: "declined", reason: "by_person" });
  expect(await whoIs(browser)).toBeUndefined();
  expect(await asked(act(bearer, scene, "confirm"))).toMatchObject({ status: "declined" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
});

test("if newcomers are refused, the scan says so and nothing can be confirmed", async () => {
  await set({ application: { newcomers: "refuse" } });
  const browser = stage.browser();
  const started = await start(browser);
  const scene = await openByCode(stage, "xiaoming", started);
  const bearer = await bearerOf(stage, "xiaoming");
  expect(await asked(act(bearer, scene, "scan"))).toMatchObject({ status: "declined", reason: "newcomer_refused" });
  expect(await problem(await act(bearer, scene, "confirm"))).toBe("410 attempt_ended");
});

test("a person whom the mini-program signed in is the same account by another source of the platform", async () => {
  await set({ also: ["website"], application: { newcomers: "create" } });
  const { browser, started, scene, bearer } = await scanned();
  await act(bearer, scene, "confirm");
  const here = (await (await redeem(browser, started)).json()) as SessionView;
  const other = stage.browser();
  const there = await start(other, { channel: "open-platform" });
  await comeBack(other, (await scanAtWechat(stage, "xiaoming", there)) ?? "");
  const found = (await (await redeem(other, there)).json()) as SessionView;
  expect(found.account).toMatchObject({ id: here.account.id, isNew: false });
});

test("the bearer is stored nowhere", async () => {
  await set();
  const { bearer } = await scanned();
  expect((await stage.stored()) + stage.lines.join()).not.toContain(bearer);
});

test("nothing is confirmed or declined before it is scanned", async () => {
  await set();
  const started = await start(stage.browser());
  const scene = await openByCode(stage, "xiaoming", started);
  const bearer = await bearerOf(stage, "xiaoming");
  for (const name of ["confirm", "decline"] as const)
    expect(await problem(await act(bearer, scene, name))).toBe("409 attempt_not_scanned");
});

test("another person neither sees, confirms nor declines an attempt that was scanned", async () => {
  await set();
  const { browser, started, scene, bearer } = await scanned();
  await openByCode(stage, "xiaohong", started);
  const other = await bearerOf(stage, "xiaohong");
  for (const name of ["scan", "confirm", "decline"] as const)
    expect(await problem(await act(other, scene, name))).toBe("409 attempt_taken");
  expect(await problem(await see(other, scene))).toBe("409 attempt_taken");
  expect((await look(browser, started)).status).toBe("scanned");
  await act(bearer, scene, "confirm");
  expect(await problem(await act(other, scene, "decline"))).toBe("409 attempt_taken");
  expect((await look(browser, started)).status).toBe("granted");
});

test("an invalid scene gets the same bytes, whatever it is", async () => {
  await set();
  const { bearer, started } = await scanned();
  const told = new Set<string>();
  for (const scene of ["A".repeat(22), "short", started.id, "a%2Fb%00", "x".repeat(400)]) {
    told.add(await (await see(bearer, scene)).text());
    for (const name of ["scan", "confirm", "decline"] as const) told.add(await (await act(bearer, scene, name)).text());
  }
  expect([...told].map((text) => JSON.parse(text))).toEqual([
    expect.objectContaining({ status: 404, code: "attempt_not_found" }),
  ]);
});

test("without a bearer of this mini-program there is nothing: none, forged, expired, of another appid", async () => {
  await set();
  const { scene, bearer, browser, started } = await scanned();
  const forged = "A".repeat(43);
  for (const wrong of [forged, browser.cookies.values().next().value ?? "", scene, ""])
    expect(await problem(await act(wrong, scene, "confirm"))).toBe("401 session_needed");
  expect(await problem(await act(bearer, scene, "confirm", "wx0000000000000000"))).toBe("401 session_needed");
  await stage.clock.advance(3_600_000);
  expect(await problem(await act(bearer, scene, "confirm"))).toBe("401 session_needed");
  expect((await look(browser, started)).status).toBe("expired");
});

test("a bearer of one mini-program is invalid at another", async () => {
  const another = "wx1234567890abcdef";
  const source = { kind: "mini-program" as const, appid: another, secret: "0123456789abcdef", name: "别家" };
  stage = await setStage({ kind: "mini-program" });
  const { appid } = stage;
  await stage.close();
  const own = stage.simulator.world().accounts.find((one) => one.appid === appid);
  const origins = { api: wechat, mp: wechat, open: wechat };
  const mine = { kind: "mini-program" as const, appid, secret: own?.secret ?? "", name: "青禾", origins };
  await set({ options: { sources: [mine, { ...source, origins }] } });
  const { scene, bearer } = await scanned();
  expect(await problem(await act(bearer, scene, "confirm", another))).toBe("401 session_needed");
  expect(await problem(await see(bearer, scene, another))).toBe("401 session_needed");
  expect((await asked(act(bearer, scene, "confirm"))).status).toBe("granted");
});

test("a bearer is valid for nothing else, and other tokens are no bearer", async () => {
  await set();
  const { browser, started, bearer } = await scanned();
  const stranger = stage.browser();
  const headers = { authorization: `Bearer ${bearer}` };
  expect((await stranger.request("GET", "/v1/session", { headers })).status).toBe(401);
  const claim = { authorization: `Claim ${bearer}` };
  expect((await stranger.request("GET", `/v1/attempts/${started.id}`, { headers: claim })).status).toBe(404);
  expect((await look(browser, started)).status).toBe("scanned");
});

test("a code of wx.login works once (40163), at its own mini-program, and an invented one is refused", async () => {
  await set();
  await openByCode(stage, "xiaoming", await start(stage.browser()));
  const code = await wxLogin(stage, "xiaoming");
  const login = (body: unknown, appid = stage.appid) => call(stage, "POST", `${appid}/login`, { body });
  expect((await login({ code })).status).toBe(201);
  expect(await problem(await login({ code }))).toBe("410 code_refused");
  expect(stage.lines.filter((line) => line.includes("40163"))).toHaveLength(1);
  expect(await problem(await login({ code: "made-up" }))).toBe("410 code_refused");
  expect(await problem(await login({ code: "x".repeat(513) }))).toBe("400 invalid_request");
  expect(await problem(await login({}))).toBe("400 invalid_request");
  expect(await problem(await login({ code: "x".repeat(20_000) }))).toBe("413 too_large");
  expect(await problem(await login({ code: "x" }, "wx0000000000000000"))).toBe("404 not_found");
});

test("the session key is in no response, no database and no log", async () => {
  await set();
  await scanned();
  const session = stage.lines.join("\n") + (await stage.stored());
  expect(session).not.toMatch(/session_?key/i);
});

test("an ended attempt stays ended; a scan counts until its deadline", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  const scene = await openByCode(stage, "xiaoming", started);
  const bearer = await bearerOf(stage, "xiaoming");
  await stage.clock.advance(315_000);
  expect(await asked(see(bearer, scene))).toMatchObject({ status: "expired" });
  expect(await problem(await act(bearer, scene, "scan"))).toBe("410 attempt_ended");
});

test("an attempt that the browser cancelled or replaced cannot be allowed any more", async () => {
  await set();
  const { browser, started, scene, bearer } = await scanned();
  const fresh = await browser.request("POST", `/v1/attempts/${started.id}/refresh`);
  expect(fresh.status).toBe(201);
  expect(await problem(await act(bearer, scene, "confirm"))).toBe("410 attempt_ended");
  expect(await asked(see(bearer, scene))).toMatchObject({ status: "cancelled" });
});

test("of allow and decline at once one counts, and both hear the same in the end", async () => {
  await set();
  const { browser, started, scene, bearer } = await scanned();
  await Promise.all([act(bearer, scene, "confirm"), act(bearer, scene, "decline")]);
  expect(await look(browser, started)).toMatchObject({ status: "declined" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
});

test("a restart between scan and allow loses nothing", async () => {
  await set();
  const { browser, started, scene, bearer } = await scanned();
  await stage.restart();
  expect((await asked(act(bearer, scene, "confirm"))).status).toBe("granted");
  await stage.restart();
  expect((await redeem(browser, started)).status).toBe(200);
});

test("64 confirms at once are one: one account, one grant, one answer", async () => {
  await set({ options: { limits: { pushesPerPerson: { times: 1_000, per: "1m" } } } });
  const { browser, started, scene, bearer } = await scanned();
  const answers = await Promise.all(Array.from({ length: 64 }, () => act(bearer, scene, "confirm")));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text())))).toHaveLength(1);
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  const etag = (await browser.request("GET", `/v1/attempts/${started.id}`)).headers.get("etag");
  expect(etag).toBe('"3"');
  expect((await redeem(browser, started)).status).toBe(200);
});

test("of 64 people who scan one code at once, one has it", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  const bearers: string[] = [];
  for (const person of ["xiaoming", "xiaohong", "afei"]) {
    await openByCode(stage, person, started);
    bearers.push(await bearerOf(stage, person));
  }
  const scene = await openByCode(stage, "xiaoming", started);
  const answers = await Promise.all(
    Array.from({ length: 63 }, (_, index) => act(bearers[index % 3] ?? "", scene, "scan")),
  );
  const won = answers
    .map(({ status }, index) => ({ status, person: index % 3 }))
    .filter(({ status }) => status === 200);
  expect(new Set(won.map(({ person }) => person)).size).toBe(1);
  expect(won).toHaveLength(21);
});

test("a person and an address have limits", async () => {
  await set({ options: { limits: { pushesPerPerson: { times: 4, per: "1m" } } } });
  const { scene, bearer } = await scanned();
  for (const _ of [1, 2]) expect((await see(bearer, scene)).status).toBe(200);
  expect((await see(bearer, scene)).status).toBe(429);
  await stage.clock.advance(60_000);
  expect((await see(bearer, scene)).status).toBe(200);
  await stage.close();

  await set({ options: { limits: { attemptsPerAddress: { times: 2, per: "1m" } } } });
  const login = () => call(stage, "POST", `${stage.appid}/login`, { body: { code: "made-up" } });
  expect([(await login()).status, (await login()).status, (await login()).status]).toEqual([410, 410, 429]);
});

test("calls of one address share a limit, whatever the bearer", async () => {
  await set();
  const asking = () => call(stage, "GET", `${stage.appid}/attempts/x`, { bearer: "A".repeat(43) });
  const answers = await Promise.all(Array.from({ length: 1_201 }, asking));
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(1_200).fill(401), 429]);
});

test("without a Token no push is accepted, not even with a signature over an empty one", async () => {
  stage = await setStage({ kind: "mini-program" });
  const { appid } = stage;
  const secret = stage.simulator.world().accounts.find((one) => one.appid === appid)?.secret ?? "";
  await stage.close();
  const bare = { kind: "mini-program" as const, appid, secret, name: "青禾", mode: "plain" as const };
  await set({ options: { sources: [bare] } });
  const timestamp = String(stage.clock.now() / 1000);
  const signature = createHash("sha1").update(["", timestamp, "nonce"].sort().join("")).digest("hex");
  const query = new URLSearchParams({ signature, timestamp, nonce: "nonce", echostr: "hello" });
  const answer = await stage.browser().request("GET", `/wechat/${appid}/push?${query}`);
  expect([answer.status, await answer.text()]).toEqual([403, ""]);
});

test("where WeChat draws no code, the visitor gets 503 and the operator the remedy", async () => {
  await set({ source: { code: { page: "pages/nowhere" } } });
  const answer = await stage.browser().request("POST", "/v1/attempts", { body: { channel: "mini-program" } });
  expect(await problem(answer)).toBe("503 channel_unavailable");
  expect(stage.lines.find((line) => line.includes("41030"))).toContain("publish it");
});

test("where the choice is ours, another channel takes its place", async () => {
  await set({ also: ["subscription"], source: { code: { page: "pages/nowhere" } } });
  expect(await start(stage.browser())).toMatchObject({ channel: "official-account-code" });
});

test("a mini-program comes after a 服务号 and before WeChat's own page", async () => {
  await set({ also: ["website", "subscription"] });
  expect((await start(stage.browser())).channel).toBe("mini-program");
  await stage.close();
  await set({ also: ["service"] });
  expect((await start(stage.browser())).channel).toBe("official-account-qr");
});

test.each(["round", "square"] as const)("the %s code works as well", async (api) => {
  await set({ source: { code: { api } } });
  const { browser, started, scene, bearer } = await scanned();
  expect((await asked(act(bearer, scene, "confirm"))).status).toBe("granted");
  expect((await redeem(browser, started)).status).toBe(200);
});

test.each(["xml", "json"] as const)("pushes of the mini-program in %s are understood", async (format) => {
  await set({ source: { format } });
  await stage.simulator.control.patchAccount(stage.appid, { format });
  const { push } = await stage.simulator.control.send("xiaoming", stage.appid, "登录");
  expect(push).toMatchObject({ outcome: "silent" });
});
