import { afterEach, expect, test } from "vitest";
import type { Push } from "../../src/wechat/index.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { comeBack, scanAtWechat } from "../stage/oauth.ts";
import { sendSealed } from "../stage/sealed-push.ts";
import { redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

/** A website of the Open Platform with its own server URL, and a person who is signed in at it. */
async function set(more: object = {}) {
  stage = await setStage({ kind: "website" });
  const { token, aesKey } = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid) ?? {};
  await stage.close();
  stage = await setStage({ kind: "website", source: { token, aesKey, ...more } as object });
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  const session = (await (await redeem(browser, started)).json()) as SessionView;
  return { browser, session };
}

const fieldsOf = (openid: string, event: string, more: object = {}) => ({
  ToUserName: "gh_0123456789ab",
  FromUserName: "oPlatformSender0123456789abc",
  CreateTime: Math.floor(stage.clock.now() / 1000),
  MsgType: "event",
  Event: event,
  OpenID: openid,
  AppID: stage.appid,
  ...more,
});

const xml = (fields: object): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join("\n")}</xml>`;

test.each(["xml", "json"] as const)(
  "somebody who gives up their WeChat is forgotten at a website, too (%s)",
  async (format) => {
    const { browser, session } = await set({ format });
    const fields = fieldsOf(session.identity.openid, "user_authorization_cancellation");
    const how = format === "json" ? ({ format } as const) : {};
    const answer = await sendSealed(stage, format === "json" ? JSON.stringify(fields) : xml(fields), how);
    expect(answer).toEqual({ status: 200, said: "success" });
    expect(await whoIs(browser)).toBeUndefined();
    expect(await stage.saoma.people.find({ id: session.account.id })).toBeUndefined();
  },
);

test("other messages of a website reach the handler", async () => {
  const { session } = await set();
  const heard: Push[] = [];
  stage.saoma.on("message", ({ push }) => void heard.push(push));
  await sendSealed(stage, xml(fieldsOf(session.identity.openid, "open_product_order_pay")));
  expect(heard).toMatchObject([{ event: "open_product_order_pay" }]);
});

test("a website without a Token has no door, and one with another token is refused", async () => {
  const { session } = await set();
  const fields = xml(fieldsOf(session.identity.openid, "user_authorization_cancellation"));
  expect((await sendSealed(stage, fields, { token: "AnotherToken2026" })).status).toBe(403);
  expect((await sendSealed(stage, fields, { mode: "plain" })).status).toBe(403);
  await stage.close();
  stage = await setStage({ kind: "website" });
  expect((await sendSealed(stage, fields)).status).toBe(403);
});

/** Revokes the authorizations of these codes. Returns the events. */
async function revoke(openid: string, more: object): Promise<unknown[]> {
  const told: unknown[] = [];
  const off = stage.saoma.on("authorization-revoked", ({ code, codes, sessionsEnded }) =>
    told.push([code, codes, sessionsEnded]),
  );
  await sendSealed(stage, JSON.stringify(fieldsOf(openid, "user_authorization_revoke", more)), { format: "json" });
  off();
  return told;
}

const account = (id: string) => stage.saoma.people.find({ id });

test.each([
  ["301", ["301"]],
  [301, ["301"]],
  ["201,301", ["201", "301"]],
  [
    ["206", "301"],
    ["206", "301"],
  ],
])("RevokeInfo %j takes name and picture that WeChat told, and signs out", async (written, codes) => {
  const { browser, session } = await set({ format: "json" });
  const { id, name } = session.account;
  expect((await account(id))?.avatar).toBeDefined();
  const told = await revoke(session.identity.openid, { RevokeInfo: written });
  expect(told).toEqual([[Array.isArray(written) ? codes.join(",") : String(written), codes, 1]]);
  expect((await account(id))?.name).not.toBe(name);
  expect(await account(id)).not.toHaveProperty("avatar");
  expect(await whoIs(browser)).toBeUndefined();
});

test.each(["201", "206", "1", "8", "2050", ""])(
  "RevokeInfo %j touches no name, no picture and no session, and tells the code",
  async (code) => {
    const { browser, session } = await set({ format: "json" });
    const heard: Push[] = [];
    stage.saoma.on("message", ({ push }) => void heard.push(push));
    const before = await account(session.account.id);
    const codes = code === "" ? [] : [code];
    expect(await revoke(session.identity.openid, { RevokeInfo: code })).toEqual([[code, codes, 0]]);
    expect(await account(session.account.id)).toEqual(before);
    expect(await whoIs(browser)).toBeDefined();
    expect(heard).toHaveLength(code === "8" ? 0 : 1);
  },
);

test("a withdrawn consent that leaves the appid empty is this account's, and one without OpenID its sender's", async () => {
  const { browser, session } = await set({ format: "json" });
  const { openid } = session.identity;
  const sender = { FromUserName: openid, OpenID: "", AppID: " " };
  expect(await revoke(openid, { RevokeInfo: "201", AppID: "" })).toHaveLength(1);
  expect(await revoke(openid, { RevokeInfo: "301", ...sender })).toHaveLength(1);
  expect(await whoIs(browser)).toBeUndefined();
});

test("a plugin's consent is not the account's", async () => {
  const { browser, session } = await set({ format: "json" });
  const before = await account(session.account.id);
  const plugin = { RevokeInfo: "301", PluginID: "wxPlugin", OpenPID: "Gplugin" };
  expect(await revoke(session.identity.openid, plugin)).toEqual([]);
  expect(await account(session.account.id)).toEqual(before);
  expect(await whoIs(browser)).toBeDefined();
  expect(await revoke(session.identity.openid, { RevokeInfo: "301", PluginID: "" })).toHaveLength(1);
});

test("a name that the operator changed stays, and the picture that WeChat told goes", async () => {
  const { session } = await set({ format: "json" });
  const { id } = session.account;
  await stage.saoma.close();
  await stage.rows("update accounts set name = ? where id = ? returning id", "老客", id);
  await stage.restart();
  await revoke(session.identity.openid, { RevokeInfo: "301" });
  expect(await account(id)).toMatchObject({ name: "老客" });
  expect(await account(id)).not.toHaveProperty("avatar");
});
