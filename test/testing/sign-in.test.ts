import { expect, onTestFinished, test } from "vitest";
import { createSaoma, defineConfig, type SaomaOptions } from "../../src/index.ts";
import { createFakeClock, createTestSaoma, type SignInOptions, signIn } from "../../src/testing/index.ts";

type Source = SaomaOptions["sources"][number];

const appid = "wx0123456789abcdef";
const service: Source = { kind: "service", appid, name: "青禾" };
const origin = "https://shop.test";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const configWith = (source: Partial<Source> = {}, application: object = {}): SaomaOptions =>
  defineConfig({
    origin,
    database: { path: ":memory:" },
    sources: [{ ...service, ...source }],
    applications: [{ id: "shop", name: "青禾茶铺", ...application }],
  });

function saomaWith(config: SaomaOptions) {
  const saoma = createTestSaoma(createSaoma, config, { log: quiet });
  onTestFinished(() => saoma.close());
  return saoma;
}

/** How an app under test handles the request. */
const ask = (saoma: ReturnType<typeof saomaWith>, headers: Record<string, string>) =>
  saoma.session(new Request(origin, { headers }), { application: "shop" });

test("one call signs a person in, and the app knows them by the cookie", async () => {
  const saoma = saomaWith(configWith());
  const { cookie, account, identity, session } = await signIn(saoma, "Ming");
  expect(account).toMatchObject({ id: expect.any(String), isNew: true });
  expect(identity).toMatchObject({ channel: "official-account-qr", appid });
  expect((await ask(saoma, { cookie }))?.session.id).toBe(session.id);
});

test("the same name is the same person, another one is another", async () => {
  const saoma = saomaWith(configWith());
  const first = await signIn(saoma, "Ming");
  const again = await signIn(saoma, "Ming");
  expect(again.account).toMatchObject({ id: first.account.id, isNew: false });
  expect(again.session.id).not.toBe(first.session.id);
  expect((await signIn(saoma, "Hong")).account.id).not.toBe(first.account.id);
});

test("a person has one account at all sources of a platform, whichever they sign in by first", async () => {
  const config = configWith({ platform: "qinghe" });
  const saoma = saomaWith({ ...config, sources: [...config.sources, { ...website, platform: "qinghe" }] });
  for (const [name, channels] of [
    ["Ming", ["official-account-qr", "open-platform"]],
    ["Hong", ["open-platform", "official-account-qr"]],
  ] as const) {
    const [first, then] = [
      await signIn(saoma, name, { channel: channels[0] }),
      await signIn(saoma, name, { channel: channels[1] }),
    ];
    expect(then.account).toMatchObject({ id: first.account.id, isNew: false });
  }
});

test("tokens are given where they are asked for", async () => {
  const saoma = saomaWith(configWith());
  const { accessToken, refreshToken, expiresIn, account } = await signIn(saoma, "Ming", { mode: "token" });
  expect([refreshToken, expiresIn]).toEqual([expect.any(String), 600]);
  expect((await ask(saoma, { authorization: `Bearer ${accessToken}` }))?.account.id).toBe(account.id);
});

const website: Source = { kind: "website", appid: "wxfedcba9876543210", name: "青禾网站" };

const miniProgram: Source = { kind: "mini-program", appid: "wxfedcba9876543210", name: "青禾小程序" };

test.each<[string, Partial<Source>, object, SignInOptions]>([
  ["in plain mode", { mode: "plain" }, {}, {}],
  ["in compatible mode", { mode: "compatible" }, {}, {}],
  ["with secrets of one's own", { token: "teahouse2026", secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13" }, {}, {}],
  ["from listed addresses only", { ipList: ["192.0.2.0/24"] }, {}, {}],
  ["at a test account", { kind: "test", mode: "plain" }, {}, {}],
  ["at a 公众号, by a code", { kind: "subscription" }, {}, {}],
  ["at a 网站应用, by WeChat's page", website, {}, {}],
  ["at a 小程序", miniProgram, {}, {}],
  ["at a 小程序 by a round code", { ...miniProgram, code: { api: "round" } }, {}, {}],
  ["at a 小程序 by a square code", { ...miniProgram, code: { api: "square" } }, {}, {}],
  ["inside WeChat", {}, {}, { channel: "in-wechat" }],
  ["by a number", {}, { confirmBy: "number" }, {}],
  ["without being asked", {}, { confirm: "never" }, {}],
  ["by the code of a 服务号", {}, {}, { channel: "official-account-code" }],
])("signs in %s", async (_, source, application, how) => {
  const saoma = saomaWith(configWith(source, application));
  const { cookie } = await signIn(saoma, "Ming", how);
  expect(await ask(saoma, { cookie })).toMatchObject({ session: { application: "shop" } });
});

test("who may not sign in is refused, with the reason", async () => {
  const saoma = saomaWith(configWith({}, { newcomers: "refuse" }));
  await expect(signIn(saoma, "Ming")).rejects.toThrow("newcomer_refused");
});

test("an application that does not exist is named as such", async () => {
  const saoma = saomaWith(configWith());
  await expect(signIn(saoma, "Ming", { application: "other" })).rejects.toThrow("`application`");
});

test("under the test's clock, sessions end at the test's time", async () => {
  const clock = createFakeClock();
  const config = { ...configWith(), session: { lifetime: "1h" } };
  const saoma = createTestSaoma(createSaoma, config, { log: quiet, clock });
  onTestFinished(() => saoma.close());
  const { cookie } = await signIn(saoma);
  expect(await ask(saoma, { cookie })).toBeDefined();
  await clock.advance(3_600_001);
  expect(await ask(saoma, { cookie })).toBeUndefined();
});

// A sign-in without a valid signature would pass in an app that refuses real pushes.
test("its pushes are real ones: a wrong Token is refused", async () => {
  const saoma = saomaWith(configWith({ token: "teahouse2026" }));
  const sources = saoma.test.options.sources.map((source) => ({ ...source, token: "another2026" }));
  const forged = { ...saoma, test: { ...saoma.test, options: { ...saoma.test.options, sources } } };
  await expect(signIn(forged)).rejects.toThrow("refused a push");
});

test("a 小程序 beside it is given its secrets, too", async () => {
  const config = configWith();
  const saoma = saomaWith({ ...config, sources: [...config.sources, miniProgram] });
  const { cookie } = await signIn(saoma, "Ming", { source: appid });
  expect(await ask(saoma, { cookie })).toBeDefined();
});

const sms = { sender: { kind: "https", url: "https://sms.test" }, templates: { join: "join" } } as const;

/** An application that requires a phone of newcomers. Its SMS sender has an invented secret. */
const bindingPhones = (source: Partial<Source> = {}, application: object = {}) =>
  saomaWith({ ...configWith(source, { newcomers: "bind-phone", ...application }), sms });

test.each<[string, Partial<Source>, SignInOptions]>([
  ["after a scan", {}, {}],
  ["after a code in the chat", { kind: "subscription" }, {}],
  ["after WeChat's page", website, {}],
  ["inside WeChat", {}, { channel: "in-wechat" }],
  ["by the mini-program's button", miniProgram, {}],
])("a newcomer binds their own phone %s, and is not asked again", async (_, source, how) => {
  const saoma = bindingPhones(source);
  const first = await signIn(saoma, "Ming", how);
  expect(first.account).toMatchObject({ isNew: true, phone: expect.stringMatching(/^138\*{4}\d{4}$/) });
  const again = await signIn(saoma, "Ming", { ...how, phone: "not asked for" });
  expect(again.account).toMatchObject({ id: first.account.id, isNew: false, phone: first.account.phone });
  expect((await signIn(saoma, "Hong", how)).account.phone).not.toBe(first.account.phone);
});

test.each<[string, Partial<Source>]>([
  ["by SMS", {}],
  ["by the button", miniProgram],
])("the phone can be chosen, %s, and another person's is refused", async (_, source) => {
  const saoma = bindingPhones(source);
  expect((await signIn(saoma, "Ming", { phone: "+86 139 0013 9002" })).account.phone).toBe("139****9002");
  await expect(signIn(saoma, "Hong", { phone: "13900139002" })).rejects.toThrow("conflict");
});

test("a phone that the service sends nothing to is refused in its words", async () => {
  await expect(signIn(bindingPhones(), "Ming", { phone: "+852 6123 4567" })).rejects.toThrow(
    "422 No SMS can be sent to this number",
  );
});

test("an imported account is joined by its phone", async () => {
  const saoma = bindingPhones();
  await saoma.people.import([{ id: "member-7", phone: "+8613900139002", phoneSeenAt: Date.now(), name: "老陈" }], {
    dryRun: false,
  });
  const { account } = await signIn(saoma, "Ming", { phone: "13900139002" });
  expect(account).toMatchObject({ id: "member-7", isNew: false });
});

test("a sender that is handed in is used, too", async () => {
  const sent: string[] = [];
  const smsSender = { send: async ({ to }: { to: string }) => void sent.push(to) };
  const config = { ...configWith({}, { newcomers: "bind-phone" }), sms };
  const saoma = createTestSaoma(createSaoma, config, { log: quiet, smsSender });
  onTestFinished(() => saoma.close());
  await signIn(saoma, "Ming", { phone: "13900139002" });
  expect(sent).toEqual(["+8613900139002"]);
});
