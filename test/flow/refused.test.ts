import { afterEach, beforeEach, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { createWechatApi } from "../../src/wechat/index.ts";
import { bearerOf, call, openByCode, wxLogin } from "../stage/mini-program.ts";
import { comeBack, insideWechat, openInWechat, scanAtWechat } from "../stage/oauth.ts";
import { look, origin, problem, type Stage, setStage, start, wechat } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ also: ["mini-program", "website", "subscription"] });
});

afterEach(() => stage.close());

const appidOf = (kind: string): string =>
  stage.simulator.world().accounts.find((account) => account.kind === kind)?.appid ?? "";

const miniProgram = (channel: "POST" | "GET", rest: string, bearer: string): Promise<Response> =>
  call(stage, channel, `${appidOf("mini-program")}/attempts/${rest}`, {
    bearer,
    ...(channel === "POST" && { body: {} }),
  });

/** xiaoming has the mini-program open and is signed in to it. */
async function atMiniProgram() {
  const browser = stage.browser();
  const started = await start(browser, { channel: "mini-program" });
  const scene = await openByCode(stage, "xiaoming", started);
  return { browser, started, scene, bearer: await bearerOf(stage, "xiaoming", appidOf("mini-program")) };
}

/** A follower scans a QR of the 服务号 with this scene. WeChat delivers every push. */
async function scanQrOf(scene: string): Promise<void> {
  const { appid, simulator, clock } = stage;
  const secret = simulator.world().accounts.find((account) => account.appid === appid)?.secret ?? "";
  const fetch: typeof globalThis.fetch = (input, init) => simulator.fetch(new Request(input, init));
  const { qrcode } = createWechatApi({
    fetch,
    clock,
    appid,
    secret: new Secret(secret),
    origins: { api: wechat, mp: wechat },
  });
  await simulator.control.follow("afei", appid);
  const { content } = await qrcode.create({ scene, expireSeconds: 60 });
  const before = stage.pushes.length;
  await simulator.control.scan("afei", { content });
  expect(stage.pushes.length).toBe(before + 1);
}

test("what one source's attempt is known by scans nothing at another: the scene, the id, the code of a mini-program's", async () => {
  const { browser, started, scene } = await atMiniProgram();
  for (const said of [scene, started.id]) await scanQrOf(said);
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
});

test("a mini-program's page finds no attempt of a 服务号, by its scene, its ticket's text or its id", async () => {
  const { bearer } = await atMiniProgram();
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-qr" });
  await stage.scan("xiaohong", started);
  const asked = stage.simulator.control.log().entries.map((entry) => JSON.stringify(entry).replaceAll("\\", ""));
  const scene = /"scene_str":"([\w-]{22})"/.exec(asked.join(""))?.[1];
  expect(scene).toBeDefined();
  for (const one of [scene ?? "", started.id, encodeURIComponent(started.qr?.content ?? "")]) {
    expect(await problem(await miniProgram("GET", one, bearer))).toBe("404 attempt_not_found");
    for (const act of ["scan", "confirm", "decline"])
      expect(await problem(await miniProgram("POST", `${one}/${act}`, bearer))).toBe("404 attempt_not_found");
  }
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("a code of wx.login is none of WeChat's pages, and theirs is none of a mini-program", async () => {
  await atMiniProgram();
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  const { searchParams } = new URL(started.link ?? "");
  const code = await wxLogin(stage, "xiaoming");
  const forged = `${searchParams.get("redirect_uri")}?code=${code}&state=${searchParams.get("state")}`;
  expect(await problem(await comeBack(browser, forged))).toBe("410 code_refused");
  const real = (await scanAtWechat(stage, "xiaoming", started)) ?? "";
  const login = { body: { code: new URL(real).searchParams.get("code") } };
  const answer = await call(stage, "POST", `${appidOf("mini-program")}/login`, login);
  expect(await problem(answer)).toBe("410 code_refused");
});

test("codes and states of a 网站应用 and of a 服务号 are not good at each other's address, in one browser", async () => {
  const browser = stage.browser();
  const website = await start(browser, { channel: "open-platform" });
  const inside = (await (
    await browser.request("POST", "/v1/attempts", { body: { channel: "in-wechat" }, headers: insideWechat })
  ).json()) as typeof website;
  const [fromWebsite, fromInside] = [
    new URL((await scanAtWechat(stage, "xiaoming", website)) ?? ""),
    new URL(await openInWechat(stage, "xiaohong", inside.link ?? "")),
  ];
  const mix = (address: URL, code: URL, state: URL) =>
    `${origin}${address.pathname}?code=${code.searchParams.get("code")}&state=${state.searchParams.get("state")}`;
  expect(await problem(await comeBack(browser, mix(fromInside, fromWebsite, fromWebsite)))).toBe(
    "404 attempt_not_found",
  );
  expect(await problem(await comeBack(browser, mix(fromWebsite, fromInside, fromInside)))).toBe(
    "404 attempt_not_found",
  );
  expect(await problem(await comeBack(browser, mix(fromWebsite, fromInside, fromWebsite)))).toBe("410 code_refused");
  expect(await look(browser, website)).toMatchObject({ status: "pending" });
  expect(await look(browser, inside)).toMatchObject({ status: "pending" });
});

test("two browsers that swap what WeChat brought them are both told that there is no such attempt", async () => {
  const [one, other] = [stage.browser(), stage.browser()];
  const back = async (browser: typeof one, person: string) =>
    (await scanAtWechat(stage, person, await start(browser, { channel: "open-platform" }))) ?? "";
  const [mine, theirs] = [await back(one, "xiaoming"), await back(other, "xiaohong")];
  expect(await problem(await comeBack(one, theirs))).toBe("404 attempt_not_found");
  expect(await problem(await comeBack(other, mine))).toBe("404 attempt_not_found");
});

test("digits of one source sent to another are none, and its attempt waits on", async () => {
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-code", source: appidOf("subscription") });
  await start(stage.browser(), { channel: "official-account-code", source: stage.appid });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect((await stage.say("xiaoming", started.code?.text ?? "")).text).toContain("没有找到这个登录码");
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
});
