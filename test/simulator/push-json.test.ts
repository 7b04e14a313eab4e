import { expect, test } from "vitest";
import { decrypt, encrypt } from "../../src/simulator/push/crypto.ts";
import { sign } from "../../src/simulator/push/sign.ts";
import { pushUrl, stage } from "./world.ts";

async function talking(mode: "plain" | "compatible" | "safe" = "plain") {
  const s = await stage();
  const account = await s.sim.control.patchAccount(s.account("mini-program").appid, { pushUrl, mode, format: "json" });
  const openId = s.sim.world().people[0]?.openIds[account.appid] ?? "";
  const say = () => s.sim.control.send("xiaoming", account.appid, "hi");
  return { ...s, account, openId, say };
}

test("a push in JSON is one object without white space, its MsgId in full", async () => {
  const s = await talking();
  await s.say();
  const { body = "", headers } = s.service.got[0] ?? {};
  expect(headers?.get("content-type")).toBe("application/json");
  expect(body).toMatch(
    new RegExp(
      `^\\{"ToUserName":"${s.account.originalId}","FromUserName":"${s.openId}","CreateTime":1700000000,"MsgType":"text","Content":"hi","MsgId":\\d{17,19}\\}$`,
    ),
  );
});

test("in safe mode it shows only whom it is for, in compatible mode everything, and Encrypt last", async () => {
  for (const mode of ["safe", "compatible"] as const) {
    const s = await talking(mode);
    await s.say();
    const { body = "", url } = s.service.got[0] ?? {};
    const outer = JSON.parse(body) as Record<string, string>;
    const inner = JSON.parse(decrypt(s.account.aesKey, s.account.appid, outer.Encrypt ?? "")) as object;
    expect(Object.keys(outer)).toEqual([...(mode === "safe" ? ["ToUserName"] : Object.keys(inner)), "Encrypt"]);
    const query = Object.fromEntries(url?.searchParams ?? []);
    expect(query.msg_signature).toBe(
      sign(s.account.token, query.timestamp ?? "", query.nonce ?? "", outer.Encrypt ?? ""),
    );
  }
});

test("lists repeat a name in XML and are lists in JSON", async () => {
  const s = await talking();
  const fields = { MsgType: "event", Event: "x", List: [{ a: 1 }, { a: "b" }], Inner: { c: 1 } };
  await s.sim.control.happen("xiaoming", s.account.appid, { event: "raw", fields });
  expect(JSON.parse(s.service.got[0]?.body ?? "")).toMatchObject(fields);
});

test("a page that was sent, and an entered chat, are pushed as the 小程序 gets them", async () => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.account.appid, { type: "miniprogrampage", title: "T", path: "pages/a?x=1" });
  await s.sim.control.happen("xiaoming", s.account.appid, { event: "user_enter_tempsession", sessionFrom: "home" });
  const [page, entered] = s.service.got.map(({ body }) => JSON.parse(body) as object);
  expect(page).toMatchObject({
    MsgType: "miniprogrampage",
    Title: "T",
    AppId: s.account.appid,
    PagePath: "pages/a?x=1",
  });
  expect(entered).toMatchObject({ MsgType: "event", Event: "user_enter_tempsession", SessionFrom: "home" });
});

const ends = (s: Awaited<ReturnType<typeof talking>>) => ({
  ToUserName: s.openId,
  FromUserName: s.account.originalId,
  CreateTime: 1,
});

test("a transfer is a reply, an object of one's own is none, and XML is refused", async () => {
  const s = await talking();
  const answered = async (body: string) => {
    s.service.answer = () => ({ body });
    return (await s.say()).push;
  };
  expect(await answered(JSON.stringify({ ...ends(s), MsgType: "transfer_customer_service" }))).toMatchObject({
    outcome: "replied",
  });
  expect(await answered('{"demo_resp":"good luck"}')).toMatchObject({ outcome: "silent" });
  expect(await answered("<xml></xml>")).toMatchObject({
    outcome: "failed",
    reason: "the answer was refused: it is not JSON",
  });
  expect(await answered("[]")).toMatchObject({ outcome: "failed" });
  const text = await answered(JSON.stringify({ ...ends(s), MsgType: "text", Content: "hi" }));
  expect(text.reason).toMatch(/only transfer_customer_service/);
  expect(s.sim.control.chat("xiaoming", s.account.appid).every(({ from }) => from === "person")).toBe(true);
});

test("an encrypted reply in JSON is held to its signature", async () => {
  const s = await talking("safe");
  const { aesKey, appid, token } = s.account;
  const Encrypt = encrypt(aesKey, appid, "0123456789abcdef", '{"demo_resp":"good luck"}');
  const answered = async (MsgSignature: string) => {
    s.service.answer = () => ({
      body: JSON.stringify({ Encrypt, MsgSignature, TimeStamp: 1713424427, Nonce: "415670741" }),
    });
    return (await s.say()).push;
  };
  expect(await answered(sign(token, "1713424427", "415670741", Encrypt))).toMatchObject({ outcome: "silent" });
  expect((await answered("0")).reason).toMatch(/MsgSignature/);
  s.service.answer = () => ({ body: '{"demo_resp":"open"}' });
  expect((await s.say()).push.reason).toMatch(/not encrypted/);
});

test("only a 小程序 or 网站应用 has JSON", async () => {
  const s = await stage();
  await expect(s.sim.control.patchAccount(s.account("service").appid, { format: "json" })).rejects.toMatchObject({
    issues: [{ path: "format" }],
  });
});

test("a 网站应用 gets the event of a withdrawn authorization, and nobody can write to it", async () => {
  const s = await stage();
  const { appid } = await s.sim.control.patchAccount(s.account("website").appid, { pushUrl, format: "json" });
  await s.sim.control.happen("afei", appid, { event: "user_authorization_cancellation" });
  expect(JSON.parse(s.service.got[0]?.body ?? "")).toMatchObject({
    Event: "user_authorization_cancellation",
    AppID: appid,
  });
  await expect(s.sim.control.send("afei", appid, "hi")).rejects.toMatchObject({ status: 409 });
});
