import { promisify } from "node:util";
import { expect, test } from "vitest";
import { stranger } from "./install.ts";
import { openStage, type Stage } from "./stage.ts";

interface CoWechatApi {
  prefix: string;
  mpPrefix: string;
  snsPrefix: string;
  wxaPrefix: string;
  createTmpQRCode(scene: string | number, seconds: number): Promise<Record<string, unknown>>;
  createLimitQRCode(scene: string | number): Promise<Record<string, unknown>>;
  showQRCodeURL(ticket: string): string;
  getIp(): Promise<Record<string, unknown>>;
  getAccessToken(): Promise<{ accessToken: string }>;
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

test("wechat-api makes a QR", async () => {
  await using stage = await openStage();
  const { appid, secret } = stage.account("service");
  const api = Object.assign(new Api(appid, secret), { endpoint: stage.url });
  const create = promisify((done: Callback) => api.createTmpQRCode(7, 60, done));
  expect(await create()).toMatchObject({ expire_seconds: 60 });
});

function coApi(stage: Stage): CoWechatApi {
  const { appid, secret } = stage.account("service");
  const { url } = stage;
  return Object.assign(new CoApi(appid, secret), {
    prefix: `${url}/cgi-bin/`,
    mpPrefix: `${url}/cgi-bin/`,
    snsPrefix: `${url}/sns/`,
    wxaPrefix: `${url}/wxa/`,
  });
}
