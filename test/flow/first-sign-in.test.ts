import { afterEach, expect, test } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { AskedView } from "../../src/wire/mini-program.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, scanAtWechat } from "../stage/oauth.ts";
import { look, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

/** Xiaoming's account, to which Xiaohong's WeChat was linked. */
async function linked(options: StageOptions = {}): Promise<string> {
  stage = await setStage(options);
  const owner = stage.browser();
  await startAndSay(owner, "xiaoming");
  const id = (await whoIs(owner))?.account.id ?? "";
  await startAndSay(owner, "xiaoming", { purpose: "prove" });
  const link = await start(owner, { ...way(), purpose: "link" });
  await answer("xiaohong", link);
  const body = { pairingCode: stage.pairingCode(link) };
  expect((await owner.request("POST", `/v1/attempts/${link.id}/redeem`, { body })).status).toBe(200);
  return id;
}

const kindOf = () => stage.options.sources[0]?.kind;
const way = () => (kindOf() === "subscription" ? { channel: "official-account-code" } : {});

async function answer(person: string, started: StartedAttempt): Promise<void> {
  if (started.channel !== "official-account-code") return stage.scan(person, started);
  await stage.simulator.control.follow(person, stage.appid);
  await stage.say(person, started.code?.text ?? "");
}

async function startAndSay(browser: Browser, person: string, body = {}, word = "1"): Promise<StartedAttempt> {
  const started = await start(browser, { ...way(), ...body });
  await answer(person, started);
  await stage.say(person, word);
  expect((await redeem(browser, started)).status).toBe(200);
  return started;
}

const wechatsOf = async (id: string) => ((await stage.saoma.operator.account(id))?.identities ?? []).length;

for (const kind of ["service", "subscription"] as const) {
  test(`${kind}: the chat asks at a linked WeChat's first sign-in, whatever the policy, and never again`, async () => {
    const id = await linked({ kind, application: { confirm: "never" } });
    const browser = stage.browser();
    const started = await start(browser, way());
    await answer("xiaohong", started);
    const asked = stage.lastMessage("xiaohong");
    const { name = "" } = (await stage.saoma.people.find({ id })) ?? {};
    expect(asked.text).toContain(`它会打开账号「${name}」，是 2026年5月1日 添加到那个账号的`);
    expect(asked.links.map(({ text }) => text)).toEqual(["是我，登录", "不是我的账号", "不是我"]);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
    await stage.tap("xiaohong", "是我，登录");
    expect((await redeem(browser, started)).status).toBe(200);
    expect((await whoIs(browser))?.account.id).toBe(id);
    const again = stage.browser();
    const second = await start(again, way());
    await answer("xiaohong", second);
    expect(await look(again, second)).toMatchObject({ status: "granted" });
  });

  for (const word of ["3", "不是我的账号"]) {
    test(`${kind}: "${word}" leaves the account, and the person continues as a newcomer`, async () => {
      const id = await linked({ kind });
      const unlinked: string[] = [];
      stage.saoma.on("unlinked", ({ accountId, by }) => unlinked.push(`${accountId} ${by}`));
      const browser = stage.browser();
      const started = await start(browser, way());
      await answer("xiaohong", started);
      await stage.say("xiaohong", word);
      expect(await look(browser, started)).toMatchObject({ status: "granted" });
      expect(unlinked).toEqual([`${id} person`]);
      expect((await redeem(browser, started)).status).toBe(200);
      const who = await whoIs(browser);
      expect(who?.account).toMatchObject({ isNew: true });
      expect(who?.account.id).not.toBe(id);
      expect(await wechatsOf(id)).toBe(1);
      expect((await stage.say("xiaoming", "你好")).text).toContain("移除");
    });
  }
}

/** Restarts the service with another policy, as after a change of its configuration. */
async function withPolicy(policy: object): Promise<void> {
  Object.assign(stage.options.applications[0] ?? {}, policy);
  await stage.restart();
}

for (const [newcomers, status] of [
  ["refuse", "declined"],
  ["bind-phone", "phone_required"],
] as const) {
  test(`a person who leaves is treated as the policy treats newcomers: ${newcomers}`, async () => {
    const sender = {
      kind: "https",
      url: "https://sms.saoma.test",
      secret: "pV7kW2xN9qB4tL6sZ1cR8mJ3hF5dG0yA",
    } as const;
    const id = await linked({ options: { sms: { sender } } });
    await withPolicy({ newcomers });
    const browser = stage.browser();
    const started = await start(browser);
    await stage.scan("xiaohong", started);
    await stage.say("xiaohong", "3");
    const seen = await look(browser, started);
    expect(seen.status).toBe(status);
    if (status === "phone_required") expect(seen.pairing).toBe("code");
    expect(await wechatsOf(id)).toBe(1);
  });
}

test("where the browser shows a number the person picks it, or types 3", async () => {
  const id = await linked();
  await withPolicy({ confirmBy: "number" });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaohong", started);
  const { text, links } = stage.lastMessage("xiaohong");
  expect(text).toContain("那不是你的账号？回复 3");
  expect(links).toHaveLength(4);
  const { number = "" } = await look(browser, started);
  await stage.say("xiaohong", number);
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await whoIs(browser))?.account.id).toBe(id);
});

test("a code of the chat that is typed into the page: the page asks", async () => {
  const id = await linked({ kind: "subscription" });
  const browser = stage.browser();
  const started = await start(browser, way());
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec((await stage.say("xiaohong", "登录")).text)?.[0] ?? "";
  await browser.request("POST", `/v1/attempts/${started.id}/code`, { body: { text: code } });
  const seen = await look(browser, started);
  expect(seen).toMatchObject({ status: "granted", pairing: "agree", account: { id } });
  expect(seen.addedAt).toMatch(/^2026-05-01/);
  expect(await problem(await redeem(browser, started))).toBe("409 pairing_required");
  const left = await browser.request("POST", `/v1/attempts/${started.id}/pair`, { body: { agreed: false } });
  expect(left.status).toBe(200);
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await whoIs(browser))?.account).toMatchObject({ isNew: true });
  expect(await wechatsOf(id)).toBe(1);
});

/** The same account, with a mini-program or a 网站应用 through which the linked WeChat signs in for the first time. */
async function linkedWith(kind: "mini-program" | "website") {
  const id = await linked({ also: [kind] });
  const { appid = "" } = stage.simulator.world().accounts.find((one) => one.kind === kind) ?? {};
  const browser = stage.browser();
  const channel = kind === "website" ? "open-platform" : kind;
  const started = await start(browser, { channel, source: appid });
  return { id, appid, browser, started };
}

for (const own of [true, false]) {
  test(`the mini-program's page asks, and a page that does not know of it says "update": own ${own}`, async () => {
    const { id, appid, browser, started } = await linkedWith("mini-program");
    const scene = await openByCode(stage, "xiaohong", started);
    const bearer = await bearerOf(stage, "xiaohong", appid);
    const path = `${appid}/attempts/${encodeURIComponent(scene)}`;
    const act = (name: string, body: object) => call(stage, "POST", `${path}/${name}`, { bearer, body });
    const asked = (await (await act("scan", {})).json()) as AskedView;
    const { name = "" } = (await stage.saoma.people.find({ id })) ?? {};
    expect(asked).toMatchObject({ status: "scanned", opens: { name } });
    const old = await act("confirm", {});
    expect(old.status).toBe(400);
    expect(((await old.json()) as { detail?: string; title?: string; message?: string }).detail).toContain("Update");
    expect(((await (await act("confirm", { own })).json()) as AskedView).status).toBe("granted");
    expect((await redeem(browser, started)).status).toBe(200);
    const who = await whoIs(browser);
    expect(who?.account.id === id).toBe(own);
    expect(await wechatsOf(id)).toBe(own ? 3 : 1);
  });

  test(`after WeChat's own page ours asks: agreed ${own}`, async () => {
    const { id, browser, started } = await linkedWith("website");
    await comeBack(browser, (await scanAtWechat(stage, "xiaohong", started)) ?? "");
    const seen = await look(browser, started);
    expect(seen).toMatchObject({ status: "granted", pairing: "agree", account: { id } });
    expect(await problem(await redeem(browser, started))).toBe("409 pairing_required");
    const said = await browser.request("POST", `/v1/attempts/${started.id}/pair`, { body: { agreed: own } });
    expect(said.status).toBe(200);
    expect((await redeem(browser, started)).status).toBe(200);
    expect((await whoIs(browser))?.account.id === id).toBe(own);
    expect(await wechatsOf(id)).toBe(own ? 3 : 1);
  });
}

test("inside WeChat our page asks", async () => {
  const id = await linked();
  const browser = stage.browser();
  const answer = await browser.request("POST", "/v1/attempts", {
    body: { channel: "in-wechat" },
    headers: insideWechat,
  });
  const started = (await answer.json()) as StartedAttempt;
  await comeBack(browser, await openInWechat(stage, "xiaohong", started.link ?? "", true), insideWechat);
  expect(await look(browser, started)).toMatchObject({ status: "granted", pairing: "agree", account: { id } });
  const body = { agreed: true };
  expect((await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body })).status).toBe(200);
  expect((await whoIs(browser))?.account.id).toBe(id);
});

test.each(["always", "never"] as const)(
  "a sign-in that was under way when the link was redeemed opens no account unasked: confirm %s",
  async (confirm) => {
    stage = await setStage({ application: { confirm } });
    const owner = stage.browser();
    await startAndSay(owner, "xiaoming");
    await startAndSay(owner, "xiaoming", { purpose: "prove" });
    const link = await start(owner, { purpose: "link" });
    await stage.scan("xiaohong", link);
    const pairingCode = stage.pairingCode(link);
    const own = stage.browser();
    const started = await start(own);
    await stage.scan("xiaohong", started);
    const body = { pairingCode };
    expect((await owner.request("POST", `/v1/attempts/${link.id}/redeem`, { body })).status).toBe(200);
    await stage.say("xiaohong", "1");
    expect((await redeem(own, started)).status).toBe(410);
    expect(await whoIs(own)).toBeUndefined();
  },
);

test.each([
  ["an account that has one", true],
  ["an account without any", false],
] as const)("a WeChat that an invitation has added to %s is asked at its next sign-in", async (_name, hasOne) => {
  stage = await setStage({ application: { confirm: "never" } });
  const owner = stage.browser();
  await startAndSay(owner, "xiaoming");
  await stage.saoma.people.import([{ id: "member-1", name: "老会员" }], { dryRun: false });
  const id = hasOne ? ((await whoIs(owner))?.account.id ?? "") : "member-1";
  const code = (await stage.saoma.operator.invite(id, { actor: "operator" }))?.code ?? "";
  const invited = stage.browser();
  const first = await start(invited);
  expect((await invited.request("POST", `/v1/attempts/${first.id}/invitation`, { body: { code } })).status).toBe(200);
  await stage.scan("xiaohong", first);
  await stage.say("xiaohong", "1");
  const body = { pairingCode: stage.pairingCode(first) };
  expect((await invited.request("POST", `/v1/attempts/${first.id}/redeem`, { body })).status).toBe(200);
  const browser = stage.browser();
  const next = await start(browser);
  await stage.scan("xiaohong", next);
  expect((await look(browser, next)).status).toBe("scanned");
});

test("nor does one by another source of the platform", async () => {
  stage = await setStage({ kind: "service", also: ["website"], application: { confirm: "never" } });
  const owner = stage.browser();
  await startAndSay(owner, "xiaoming", { channel: "official-account-qr" });
  await startAndSay(owner, "xiaoming", { channel: "official-account-qr", purpose: "prove" });
  const link = await start(owner, { channel: "official-account-qr", purpose: "link" });
  await stage.scan("xiaohong", link);
  const pairingCode = stage.pairingCode(link);
  const own = stage.browser();
  const started = await start(own, { channel: "open-platform" });
  await comeBack(own, (await scanAtWechat(stage, "xiaohong", started)) ?? "");
  expect((await look(own, started)).status).toBe("granted");
  await stage.clock.advance(1_000);
  const path = `/v1/attempts/${link.id}/redeem`;
  expect((await owner.request("POST", path, { body: { pairingCode } })).status).toBe(200);
  expect((await own.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { agreed: true } })).status).toBe(410);
  expect(await whoIs(own)).toBeUndefined();
});

/** Links Xiaohong's WeChat to Xiaoming's account by the mini-program, so that the 服务号 has not seen it yet. */
async function linkedByMiniProgram(application: NonNullable<StageOptions["application"]>) {
  stage = await setStage({ kind: "service", also: ["mini-program"], application });
  const { appid = "" } = stage.simulator.world().accounts.find((one) => one.kind === "mini-program") ?? {};
  const owner = stage.browser();
  await startAndSay(owner, "xiaoming", { channel: "official-account-qr" });
  await startAndSay(owner, "xiaoming", { channel: "official-account-qr", purpose: "prove" });
  const link = await start(owner, { channel: "mini-program", source: appid, purpose: "link" });
  const path = `${appid}/attempts/${encodeURIComponent(await openByCode(stage, "xiaohong", link))}`;
  const bearer = await bearerOf(stage, "xiaohong", appid);
  await call(stage, "POST", `${path}/scan`, { bearer, body: {} });
  const confirmed = await call(stage, "POST", `${path}/confirm`, { bearer, body: { purpose: "link" } });
  const { pairingCode } = (await confirmed.json()) as AskedView;
  expect((await owner.request("POST", `/v1/attempts/${link.id}/redeem`, { body: { pairingCode } })).status).toBe(200);
  await stage.clock.advance(60_000);
  const id = (await whoIs(owner))?.account.id ?? "";
  const { name = "" } = (await stage.saoma.people.find({ id })) ?? {};
  return { id, question: `它会打开账号「${name}」` };
}

/** Xiaohong signs in by the 服务号 for the first time, with its QR or with a code. */
async function comeByServiceAccount(channel: string) {
  const browser = stage.browser();
  const started = await start(browser, { channel });
  await answer("xiaohong", started);
  return { browser, started };
}

const serviceWays = ["official-account-qr", "official-account-code"];

for (const channel of serviceWays) {
  test.each(["never", "new-browser", "always"] as const)(
    `${channel}: a WeChat that another source was linked by is asked before it opens the account: confirm %s`,
    async (confirm) => {
      const { id, question } = await linkedByMiniProgram({ confirm });
      const { browser, started } = await comeByServiceAccount(channel);
      if (confirm !== "never") {
        const [first] = stage.lastMessage("xiaohong").links;
        await stage.tap("xiaohong", "是我，登录");
        expect(await look(browser, started)).toMatchObject({ status: "scanned" });
        const [second] = stage.lastMessage("xiaohong").links;
        expect(second?.href).not.toBe(first?.href);
      }
      expect(stage.lastMessage("xiaohong").text).toContain(question);
      expect((await redeem(browser, started)).status).toBe(409);
      await stage.tap("xiaohong", "是我，登录");
      expect((await redeem(browser, started)).status).toBe(200);
      expect((await whoIs(browser))?.account.id).toBe(id);
    },
  );

  test(`${channel}: and leaves it there on request`, async () => {
    const { id } = await linkedByMiniProgram({ confirm: "always" });
    const { browser, started } = await comeByServiceAccount(channel);
    await stage.say("xiaohong", "1");
    await stage.say("xiaohong", "3");
    expect((await redeem(browser, started)).status).toBe(200);
    expect((await whoIs(browser))?.account).toMatchObject({ isNew: true });
    expect((await whoIs(browser))?.account.id).not.toBe(id);
    expect(await wechatsOf(id)).toBe(1);
  });
}

test("a number picked before the question is picked again", async () => {
  const { id, question } = await linkedByMiniProgram({ confirm: "always" });
  await withPolicy({ confirmBy: "number" });
  const { browser, started } = await comeByServiceAccount("official-account-qr");
  const { number = "" } = await look(browser, started);
  await stage.say("xiaohong", number);
  expect(stage.lastMessage("xiaohong").text).toContain(question);
  expect(await look(browser, started)).toMatchObject({ status: "scanned", number });
  await stage.say("xiaohong", number);
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await whoIs(browser))?.account.id).toBe(id);
});

test('where the browser shows a number, "3" leaves the account and grants nothing before the number', async () => {
  const id = await linked();
  await withPolicy({ confirmBy: "number" });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaohong", started);
  await stage.say("xiaohong", "3");
  const { status, number = "" } = await look(browser, started);
  expect(status).toBe("scanned");
  expect((await redeem(browser, started)).status).toBe(409);
  expect(await wechatsOf(id)).toBe(1);
  expect(stage.lastMessage("xiaohong").text).toContain("数字");
  await stage.say("xiaohong", number);
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await whoIs(browser))?.account).toMatchObject({ isNew: true });
});

test("nor does own: false without the number, in the mini-program", async () => {
  const id = await linked({ also: ["mini-program"] });
  await withPolicy({ confirmBy: "number" });
  const { appid = "" } = stage.simulator.world().accounts.find((one) => one.kind === "mini-program") ?? {};
  const begin = async () => {
    const browser = stage.browser();
    const started = await start(browser, { channel: "mini-program", source: appid });
    const path = `${appid}/attempts/${encodeURIComponent(await openByCode(stage, "xiaohong", started))}`;
    const bearer = await bearerOf(stage, "xiaohong", appid);
    await call(stage, "POST", `${path}/scan`, { bearer, body: {} });
    return { browser, started, confirm: (body: object) => call(stage, "POST", `${path}/confirm`, { bearer, body }) };
  };
  const { browser, started, confirm } = await begin();
  const { number = "" } = await look(browser, started);
  expect(await problem(await confirm({ own: false }))).toBe("400 invalid_request");
  expect(await wechatsOf(id)).toBe(2);
  const wrong = await begin();
  const other = (await look(wrong.browser, wrong.started)).number === "10" ? "11" : "10";
  expect(((await (await wrong.confirm({ own: false, number: other })).json()) as AskedView).status).toBe("declined");
  expect(await wechatsOf(id)).toBe(2);
  expect(((await (await confirm({ own: false, number })).json()) as AskedView).status).toBe("granted");
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await whoIs(browser))?.account).toMatchObject({ isNew: true });
  expect(await wechatsOf(id)).toBe(1);
});

test("a WeChat that another source was linked by leaves the account before its number, too", async () => {
  const { id } = await linkedByMiniProgram({ confirm: "always" });
  await withPolicy({ confirmBy: "number" });
  const { browser, started } = await comeByServiceAccount("official-account-qr");
  const { number = "" } = await look(browser, started);
  await stage.say("xiaohong", number);
  await stage.say("xiaohong", "3");
  expect(await wechatsOf(id)).toBe(1);
  await stage.say("xiaohong", number);
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await whoIs(browser))?.account.id).not.toBe(id);
});
