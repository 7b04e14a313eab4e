import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openStage, type Stage } from "./harness.ts";
import { stranger } from "./install.ts";

interface CoWechatApi {
  prefix: string;
  mpPrefix: string;
  snsPrefix: string;
  wxaPrefix: string;
  createTmpQRCode(scene: string | number, seconds: number): Promise<Record<string, unknown>>;
  createLimitQRCode(scene: string | number): Promise<Record<string, unknown>>;
  showQRCodeURL(ticket: string): string;
  getIp(): Promise<Record<string, unknown>>;
  createMenu(menu: object): Promise<Record<string, unknown>>;
  getMenu(): Promise<Record<string, unknown>>;
  removeMenu(): Promise<Record<string, unknown>>;
  getUser(openid: string): Promise<Record<string, unknown>>;
  batchGetUsers(openids: string[]): Promise<Record<string, unknown>>;
  getFollowers(next?: string): Promise<{ data: { openid: string[] } }>;
  sendText(openid: string, text: string): Promise<Record<string, unknown>>;
  sendTemplate(openid: string, id: string, url: string, colour: string, data: object): Promise<Record<string, unknown>>;
  code2Session(code: string): Promise<Record<string, unknown>>;
  getWXACodeUnlimit(scene: string, page: string): Promise<Buffer>;
  createWXAQRCode(path: string): Promise<Buffer>;
  getAccessToken(): Promise<{ accessToken: string }>;
  getJsConfig(
    page: object,
  ): Promise<{ appId: string; timestamp: number | string; nonceStr: string; signature: string }>;
}
type Callback = (error: Error | null, answer: Record<string, unknown>) => void;
interface WechatApi {
  endpoint: string;
  createTmpQRCode(scene: string | number, seconds: number, callback: Callback): void;
  getIp(callback: Callback): void;
}

const CoApi = stranger<new (appid: string, secret: string) => CoWechatApi>("co-wechat-api");
const Api = stranger<new (appid: string, secret: string) => WechatApi>("wechat-api");

test("co-wechat-api makes temporary and permanent QRs, and shows their pictures", async () => {
  await using stage = await openStage();
  const api = coApi(stage);
  const qr = await api.createTmpQRCode("abc", 60);
  expect(qr).toMatchObject({ expire_seconds: 60, url: expect.stringMatching(/^http:\/\/weixin\.qq\.com\/q\/02/) });
  expect((await fetch(api.showQRCodeURL(String(qr.ticket)))).status).toBe(200);
  expect(await api.createLimitQRCode(7)).not.toHaveProperty("expire_seconds");
});

test("co-wechat-api gets another token where WeChat refuses the first", async () => {
  await using stage = await openStage();
  const api = coApi(stage);
  await api.getIp();
  stage.simulator.control.faults.add({ on: "/cgi-bin/getcallbackip", kind: "errcode", errcode: 40001, times: 1 });
  expect(await api.getIp()).toEqual({ ip_list: ["127.0.0.1"] });
});

test("co-wechat-api hears errcodes", async () => {
  await using stage = await openStage();
  const { appid } = stage.account("service");
  const api = Object.assign(new CoApi(appid, "0".repeat(32)), { prefix: `${stage.url}/cgi-bin/` });
  await expect(api.getAccessToken()).rejects.toMatchObject({ code: 40125 });
});

test("co-wechat-api makes, reads and deletes a menu", async () => {
  await using stage = await openStage();
  const api = coApi(stage);
  const button = [{ name: "点单", type: "click", key: "order", sub_button: [] }];
  expect(await api.createMenu({ button })).toMatchObject({ errcode: 0 });
  expect(await api.getMenu()).toMatchObject({ menu: { button } });
  await api.removeMenu();
  await expect(api.getMenu()).rejects.toMatchObject({ code: 46003 });
});

test("co-wechat-api knows followers, and writes to one who just wrote", async () => {
  await using stage = await openStage();
  const api = coApi(stage);
  const { control } = stage.simulator;
  const account = stage.account("service");
  await stage.serve(account, "plain", (incoming, outgoing) =>
    outgoing.end(new URL(incoming.url ?? "", stage.url).searchParams.get("echostr") ?? "success"),
  );
  await control.follow("xiaoming", account.appid);
  const [openid = ""] = (await api.getFollowers()).data.openid;
  expect(await api.getUser(openid)).toMatchObject({ subscribe: 1, openid });
  expect(await api.batchGetUsers([openid])).toMatchObject({ user_info_list: [{ openid }] });
  await control.send("xiaoming", account.appid, "在吗");
  expect(await api.sendText(openid, "在")).toMatchObject({ errcode: 0 });
  expect(control.chat("xiaoming", account.appid).at(-1)).toMatchObject({ text: "在" });
  const [template = { id: "" }] = account.templates;
  const data = { character_string1: { value: "A7" }, thing2: { value: "茶" }, time3: { value: "12:00" } };
  expect(await api.sendTemplate(openid, template.id, "https://shop.example/", "", data)).toMatchObject({ errcode: 0 });
});

test("co-wechat-api signs a page for the JS-SDK, and the page is configured", async () => {
  await using stage = await openStage();
  const url = "http://127.0.0.1/shop?a=1";
  const { appId, timestamp, nonceStr, signature } = await coApi(stage).getJsConfig({ url, jsApiList: ["scanQRCode"] });
  const query = new URLSearchParams({ appId, timestamp: String(timestamp), nonceStr, signature, url });
  const answer = await fetch(`${stage.url}/connect/jssdk/config?${query}`);
  expect(await answer.json()).toEqual({ errMsg: "config:ok" });
  const page = await stage.simulator.control.open("xiaoming", { url: `${stage.url}/connect/jssdk?${query}` });
  expect(page.title).toBe("config:ok");
});

test("co-wechat-api serves a mini-program: its codes and who logs in", async () => {
  await using stage = await openStage();
  const api = coApi(stage, "mini-program");
  const { miniProgram } = stage.simulator.control;
  await miniProgram.open("xiaoming", stage.account("mini-program").appid);
  const { code = "" } = await miniProgram.login("xiaoming");
  expect(await api.code2Session(code)).toMatchObject({ openid: expect.any(String), session_key: expect.any(String) });
  for (const picture of [
    await api.getWXACodeUnlimit("a=1", "pages/index/index"),
    await api.createWXAQRCode("pages/a"),
  ]) {
    expect(picture.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  }
  await expect(api.getWXACodeUnlimit("a=1", "pages/none")).rejects.toMatchObject({ code: 41030 });
});

test("wechat-api makes a QR", async () => {
  await using stage = await openStage();
  const { appid, secret } = stage.account("service");
  const api = Object.assign(new Api(appid, secret), { endpoint: stage.url });
  const create = promisify((done: Callback) => api.createTmpQRCode(7, 60, done));
  expect(await create()).toMatchObject({ expire_seconds: 60 });
});

function coApi(stage: Stage, kind: "service" | "mini-program" = "service"): CoWechatApi {
  const { appid, secret } = stage.account(kind);
  const { url } = stage;
  return Object.assign(new CoApi(appid, secret), {
    prefix: `${url}/cgi-bin/`,
    mpPrefix: `${url}/cgi-bin/`,
    snsPrefix: `${url}/sns/`,
    wxaPrefix: `${url}/wxa/`,
  });
}
