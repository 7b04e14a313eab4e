import { afterEach, expect, test } from "vitest";
import type { SessionView } from "../../src/wire/session.ts";
import { comeBack, insideWechat, openInWechat, scanAtWechat } from "../stage/oauth.ts";
import { look, redeem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

async function signIn(address: string, browser = stage.browser(), id = ""): Promise<SessionView> {
  await comeBack(browser, address);
  return (await (await redeem(browser, { id })).json()) as SessionView;
}

async function byWebsite(person: string, body: object = {}): Promise<SessionView> {
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform", ...body });
  return signIn((await scanAtWechat(stage, person, started)) ?? "", browser, started.id);
}

async function insideOf(person: string, body: object = {}): Promise<SessionView> {
  const browser = stage.browser();
  const answer = await browser.request("POST", "/v1/attempts", { body, headers: insideWechat });
  const started = (await answer.json()) as Awaited<ReturnType<typeof start>>;
  return signIn(await openInWechat(stage, person, started.link ?? ""), browser, started.id);
}

test("one person by the website and inside WeChat is one account, another person another", async () => {
  stage = await setStage({ kind: "service", also: ["website"], source: { scope: "snsapi_userinfo" } });
  const [site, phone, other] = [await byWebsite("xiaoming"), await insideOf("xiaoming"), await insideOf("xiaohong")];
  expect(phone.account).toMatchObject({ id: site.account.id, isNew: false });
  expect(phone.identity.unionid).toBe(site.identity.unionid);
  expect(phone.identity.openid).not.toBe(site.identity.openid);
  expect(other.account.id).not.toBe(site.account.id);
  expect(await stage.saoma.identityConflicts()).toEqual([]);
});

test("who has two accounts before WeChat tells keeps them, and the operator is told", async () => {
  stage = await setStage({ kind: "service", also: ["website"], source: { scope: "snsapi_base" } });
  const [phone, site] = [await insideOf("xiaoming"), await byWebsite("xiaoming")];
  expect(phone.account.id).not.toBe(site.account.id);
  stage.simulator.control.patchSettings({ unionIdInBase: true });
  for (let times = 0; times < 2; times++) expect((await insideOf("xiaoming")).account.id).toBe(phone.account.id);
  expect(await stage.saoma.identityConflicts()).toMatchObject([
    { appid: stage.appid, platform: "yiye", accountId: phone.account.id, otherAccountId: site.account.id },
  ]);
  expect(stage.lines.join("\n")).toContain("saoma identities report");
});

test("somebody who is known by the other source is no newcomer", async () => {
  stage = await setStage({
    kind: "service",
    also: ["website"],
    source: { scope: "snsapi_userinfo" },
    options: {
      applications: [
        { id: "shop", name: "青禾茶铺" },
        { id: "members", name: "青禾会员", newcomers: "refuse" },
      ],
    },
  });
  const { account } = await byWebsite("afei", { application: "shop" });
  expect((await insideOf("afei", { application: "members" })).account).toMatchObject({ id: account.id, isNew: false });
  const stranger = stage.browser();
  const started = await start(stranger, { application: "members", channel: "open-platform" });
  await comeBack(stranger, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  expect(await look(stranger, started)).toMatchObject({ status: "declined", reason: "newcomer_refused" });
});

test("access tokens tell the unionId where the application asks for it", async () => {
  stage = await setStage({ kind: "website", application: { tokenClaims: ["openid", "unionid"] } });
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  const answer = await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { mode: "token" } });
  const { accessToken, identity } = (await answer.json()) as SessionView & { accessToken: string };
  const claims = JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ openid: identity.openid, unionid: identity.unionid });
});
