import { afterEach, expect, test } from "vitest";
import { createSaoma } from "../../src/server/saoma.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { comeBack, insideWechat, openInWechat, scanAtWechat } from "../stage/oauth.ts";
import { redeem, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

type Fields = Record<string, unknown>;

/** Sets a stage on which WeChat's responses are changed, by path. */
async function setWith(options: StageOptions, changes: Record<string, (answer: Fields) => Fields>): Promise<void> {
  stage = await setStage(options);
  const { clock, simulator } = stage;
  await stage.saoma.close();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const change = changes[new URL(request.url).pathname];
    const answer = await simulator.fetch(request);
    return change ? Response.json(change((await answer.json()) as Fields)) : answer;
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  stage.saoma = createSaoma(stage.options, { clock, random: createSeededRandom("changed"), fetch, log });
  await stage.saoma.ready();
}

/** Replaces WeChat's response by xiaoming's, whoever was asked for. */
const xiaoming = (answer: Fields): Fields => {
  const person = stage.simulator.world().people.find(({ name }) => name === "xiaoming");
  return {
    ...answer,
    openid: person?.openIds[stage.appid],
    unionid: Object.values(person?.unionIds ?? {})[0],
    nickname: "小明",
  };
};

const withoutUnionId = ({ unionid: _, ...answer }: Fields): Fields => answer;

async function redeemed(browser: ReturnType<Stage["browser"]>, started: { id: string }): Promise<SessionView> {
  const response = await redeem(browser, started);
  expect(response.status).toBe(200);
  return (await response.json()) as SessionView;
}

async function insideOf(person: string): Promise<SessionView> {
  const browser = stage.browser();
  const response = await browser.request("POST", "/v1/attempts", { body: {}, headers: insideWechat });
  const started = (await response.json()) as Awaited<ReturnType<typeof start>>;
  await comeBack(browser, await openInWechat(stage, person, started.link ?? ""));
  return redeemed(browser, started);
}

async function atWebsite(person: string): Promise<SessionView> {
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, person, started)) ?? "");
  return redeemed(browser, started);
}

async function byQr(person: string): Promise<SessionView> {
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-qr" });
  await stage.scan(person, started);
  return redeemed(browser, started);
}

/** Imports xiaoming as the account u1, by the unionId. */
async function takeXiaoming(): Promise<void> {
  const { unionid } = xiaoming({});
  const union = { platform: "yiye", unionId: String(unionid) };
  expect(await stage.saoma.people.import([{ id: "u1", union }], { dryRun: false })).toEqual(["created"]);
}

const profilePaths = { "/sns/oauth2/access_token": withoutUnionId, "/sns/userinfo": xiaoming };

test("a profile that is of another openId gives nobody its name, inside WeChat", async () => {
  const source = { scope: "snsapi_userinfo" as const, platform: "yiye" };
  await setWith({ source }, profilePaths);
  const { account, identity } = await insideOf("xiaohong");
  expect(account.name).not.toBe("小明");
  expect(identity).not.toHaveProperty("unionid");
});

test("a profile that is of another openId gives nobody its account, at the website", async () => {
  await setWith({ also: ["website"] }, profilePaths);
  await takeXiaoming();
  expect((await atWebsite("xiaohong")).account.id).not.toBe("u1");
});

test("what `user/info` says of another openId gives nobody its account", async () => {
  await setWith({ also: ["website"], application: { confirm: "never" } }, { "/cgi-bin/user/info": xiaoming });
  await takeXiaoming();
  expect((await byQr("xiaohong")).account.id).not.toBe("u1");
  expect((await byQr("xiaoming")).account.id).toBe("u1");
});
