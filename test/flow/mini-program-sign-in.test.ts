import { afterEach, expect, test } from "vitest";
import { freshCode, post, signInThere } from "../stage/mini-program-sign-in.ts";
import { comeBack, scanAtWechat } from "../stage/oauth.ts";
import { setPhoneStage } from "../stage/phone.ts";
import { origin, redeem, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "mini-program", ...options });
};

const terms = [{ title: "服务条款", url: "https://shop.saoma.test/terms", version: "1" }];
const agreed = { terms: [{ title: "服务条款", version: "1" }] };

const whoHas = async (accessToken = "") => {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await stage.saoma.fetch(new Request(`${origin}/v1/session`, { headers }))).status;
};

test("one call signs in: account, session and tokens, which are good and go on", async () => {
  await set();
  const { status, body } = await signInThere(stage, "xiaoming");
  expect([status, body.account?.isNew, body.identity?.channel]).toEqual([200, true, "mini-program"]);
  expect(body.session?.application).toBe("shop");
  expect(await whoHas(body.accessToken)).toBe(200);
  const next = await post(stage, "/v1/tokens/refresh", { refreshToken: body.refreshToken });
  expect(next.status).toBe(200);
  const again = await signInThere(stage, "xiaoming");
  expect(again.body.account).toMatchObject({ id: body.account?.id, isNew: false });
  expect(again.body.session?.id).not.toBe(body.session?.id);
  expect((await signInThere(stage, "xiaohong")).body.account?.id).not.toBe(body.account?.id);
});

test("a person of the website is the same in the mini-program, by their unionid", async () => {
  await set({ also: ["website"] });
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  const site = (await (await redeem(browser, started)).json()) as { account: { id: string } };
  const { body } = await signInThere(stage, "xiaoming");
  expect(body.account).toMatchObject({ id: site.account.id, isNew: false });
  expect(body.identity?.unionid).toBeDefined();
});

test("terms are asked for first, and agreed to by the attempt's claim, or by another call", async () => {
  await set({ application: { terms } });
  const asked = await signInThere(stage, "xiaoming");
  expect([asked.status, asked.body.status, asked.body.terms]).toEqual([201, "granted", terms]);
  expect(asked.body).not.toHaveProperty("accessToken");
  expect(await stage.rows("select id from accounts")).toEqual([]);
  const path = `/v1/attempts/${asked.body.id}/redeem`;
  const claim = { authorization: `Claim ${asked.body.claim}` };
  expect((await post(stage, path, { mode: "token", ...agreed })).status).toBe(403);
  const redeemed = await post(stage, path, { mode: "token", ...agreed }, claim);
  expect([redeemed.status, await whoHas(redeemed.body.accessToken)]).toEqual([200, 200]);
  const other = await signInThere(stage, "xiaohong", agreed);
  expect(other.status).toBe(200);
  expect((await signInThere(stage, "xiaohong")).status).toBe(200);
});

test("a newcomer's phone is required first: WeChat's button and another code are enough", async () => {
  stage = await setPhoneStage({ kind: "mini-program" });
  const asked = await signInThere(stage, "xiaoming");
  expect([asked.status, asked.body.status]).toEqual([201, "phone_required"]);
  expect(asked.body).not.toHaveProperty("pairing");
  const code = await freshCode(stage, "xiaoming");
  const phoneCode = (await stage.simulator.control.miniProgram.phoneNumber("xiaoming", "allow")).code ?? "";
  const { status, body } = await post(stage, "/v1/sign-in/mini-program", { appid: stage.appid, code, phoneCode });
  expect([status, body.account?.phone]).toEqual([200, "138****8001"]);
  // A person with an account is asked for nothing, and no paid call for a number is made.
  expect((await signInThere(stage, "xiaoming", { phoneCode: "unused" })).status).toBe(200);
});

test("a person whose WeChat was linked by another person is asked whether the account is theirs", async () => {
  await set();
  const { body } = await signInThere(stage, "xiaoming");
  await stage.rows("update identities set linked_at = 1000, signed_in_at = null");
  const asked = await signInThere(stage, "xiaoming");
  expect([asked.status, asked.body.pairing, asked.body.addedAt]).toEqual([201, "agree", expect.any(String)]);
  const claim = { authorization: `Claim ${asked.body.claim}` };
  const path = `/v1/attempts/${asked.body.id}/redeem`;
  const yes = await post(stage, path, { mode: "token", agreed: true }, claim);
  expect([yes.status, yes.body.account?.id]).toEqual([200, body.account?.id]);
});

test("where the mini-program serves several applications, the call says which", async () => {
  const named = { name: "茶铺" };
  await set({
    options: {
      applications: [
        { ...named, id: "shop" },
        { ...named, id: "forum" },
      ],
    },
  });
  expect((await signInThere(stage, "xiaoming")).status).toBe(400);
  const { body } = await signInThere(stage, "xiaoming", { application: "forum" });
  expect(body.session?.application).toBe("forum");
});
