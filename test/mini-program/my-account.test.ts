import { afterEach, expect, test } from "vitest";
import { type AccountState, createAccount } from "../../mini-program/pages/account/my-account.ts";
import { setPhoneStage } from "../stage/phone.ts";
import { origin, type Stage, type StageOptions, setStage } from "../stage/stage.ts";
import { type PhoneOptions, playWx } from "./host.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "mini-program", ...options });
};

/** The page as it is on a person's phone. */
async function opened(person = "xiaoming", options: PhoneOptions = {}) {
  await stage.simulator.control.patchAccount(stage.appid, { privacyContract: "《青禾用户隐私保护指引》" });
  await stage.simulator.control.miniProgram.open(person, stage.appid);
  const shown: AccountState[] = [];
  const wx = playWx(stage, person, options);
  const place = { origin, application: "shop", appid: stage.appid };
  return { ...wx, account: createAccount(wx.host, place, (state) => shown.push(state)), last: () => shown.at(-1) };
}

const whoHas = async (accessToken = "") => {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await stage.saoma.fetch(new Request(`${origin}/v1/session`, { headers }))).status;
};

test("a tap signs in, the token is good, and another tap signs out", async () => {
  await set();
  const { account, last } = await opened();
  await account.signIn();
  expect(last()).toMatchObject({ kind: "signed-in", name: expect.stringMatching(/./) });
  const token = account.accessToken();
  expect(await whoHas(token)).toBe(200);
  await account.signOut();
  expect([last()?.kind, account.accessToken(), await whoHas(token)]).toEqual(["signed-out", undefined, 401]);
});

test("without consent nothing is sent", async () => {
  await set();
  const { account, last, sent } = await opened("xiaoming", { privacy: "deny" });
  await account.signIn();
  expect([last()?.kind, sent]).toEqual(["consent", []]);
});

test("terms are shown, and agreed to", async () => {
  const terms = [{ title: "服务条款", url: "https://shop.saoma.test/terms", version: "1" }];
  await set({ application: { terms } });
  const { account, last } = await opened();
  await account.signIn();
  expect(last()).toEqual({ kind: "terms", terms });
  await account.signOut();
  expect(await stage.rows("select id from accounts")).toEqual([]);
  await account.signIn();
  await account.agree();
  expect(last()?.kind).toBe("signed-in");
});

test("a newcomer's phone comes from WeChat's button", async () => {
  stage = await setPhoneStage({ kind: "mini-program" });
  const { account, last } = await opened();
  await account.signIn();
  expect(last()?.kind).toBe("phone");
  const { code = "" } = await stage.simulator.control.miniProgram.phoneNumber("xiaoming", "allow");
  await account.givePhone(code);
  expect(last()?.kind).toBe("signed-in");
});

test("a person whose WeChat was added by another says whether the account is theirs, and then agrees to terms", async () => {
  await set();
  await (await opened()).account.signIn();
  const terms = [{ title: "服务条款", url: "https://shop.saoma.test/terms", version: "1" }];
  Object.assign(stage.options.applications[0] ?? {}, { terms });
  await stage.restart();
  await stage.rows("update identities set linked_at = 1000, signed_in_at = null");
  const { account, last } = await opened();
  await account.signIn();
  expect(last()).toMatchObject({ kind: "whose", day: "1970-01-01" });
  await account.own();
  expect(last()).toEqual({ kind: "terms", terms });
  await account.agree();
  expect(last()?.kind).toBe("signed-in");
});

test("a person who is refused is told why, and one who is offline may try again", async () => {
  await set({ application: { newcomers: "refuse" } });
  const { account, last, state } = await opened();
  state.isOffline = true;
  await account.signIn();
  expect(last()).toEqual({ kind: "trouble" });
  state.isOffline = false;
  await account.signIn();
  expect(last()).toEqual({ kind: "refused", why: "newcomer_refused" });
});
