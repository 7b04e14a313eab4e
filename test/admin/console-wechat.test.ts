import { afterEach, expect, test } from "vitest";
import { start } from "../stage/stage.ts";
import { visitConsole } from "./console-visit.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

test("a source is shown with its last push, its token and its refused pushes, in words that say where to look", async () => {
  stage = await setAdminStage({}, { source: { ipList: ["127.0.0.0/8"] } });
  const ask = await visitConsole(stage, "read");
  expect((await ask("/wechat")).text).toMatch(/<dt>Last push<\/dt><dd>none yet/);
  await stage.close();
  stage = await setAdminStage();
  const again = await visitConsole(stage, "read");
  await stage.scan("xiaoming", await start(stage.browser()));
  const sent = stage.pushes[0];
  const wrong = sent?.url.replace(/signature=\w{4}/g, "signature=0000") ?? "";
  expect((await stage.saoma.fetch(new Request(wrong, sent?.init))).status).not.toBe(200);
  const { text } = await again("/wechat");
  expect(text).toContain(stage.appid);
  expect(text).toContain(`/wechat/${stage.appid}/push`);
  expect(text).toMatch(/<dt>Last push<\/dt><dd><time/);
  expect(text).toMatch(/<dt>Access token ends in<\/dt><dd>1\d\d min/);
  expect(text).toMatch(/The signature is wrong|It cannot be read/);
  for (const secret of [stage.token, String(stage.options.sources[0]?.secret)]) expect(text).not.toContain(secret);
});

test("the page shows the addresses where calls are limited to some, and a source's name cannot run code", async () => {
  const name = `<img src=x onerror=alert(1)>`;
  stage = await setAdminStage({}, { source: { name, ipList: ["127.0.0.0/8"] } });
  const ask = await visitConsole(stage);
  const { text } = await ask("/wechat");
  expect(text).toContain("127.0.0.0/8");
  expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(text).not.toContain("<img");
  expect((await ask("/wechat", { headers: { cookie: "" } })).status).toBe(401);
  expect((await ask("/wechat", { form: {}, headers: { origin: "https://evil.test" } })).status).toBe(403);
  expect((await stage.ask("/console/wechat", { key: firstKey })).status).toBe(401);
  expect((await stage.browser().request("GET", "/console/wechat")).status).toBe(404);
});

test("a call that WeChat refused is shown in words with its fix, in both languages, and so is the state of the account", async () => {
  stage = await setAdminStage();
  const ask = await visitConsole(stage, "read");
  expect((await ask("/wechat")).text).toMatch(/Failed calls to WeChat<\/h3><p class="quiet">None\./);
  await stage.simulator.control.patchAccount(stage.appid, { abilities: [] });
  await stage.browser().request("POST", "/v1/attempts", { body: {} });
  const { text } = await ask("/wechat");
  expect(text).toContain("WeChat says 48001: this kind of account may not call this, or is not verified");
  expect(text).toContain("→ Have the account verified (微信认证)");
  expect(text).toMatch(/<code>\/cgi-bin\/qrcode\/create<\/code> <span class="quiet"><time[\s\S]*rid <code>/);
  expect(text).toMatch(/QR with parameters<\/strong>[\s\S]*?WeChat refused \(48001\)/);
  const chinese = (await ask("/wechat", { headers: { "accept-language": "zh-CN" } })).text;
  expect(chinese).toContain('<span class="tag">服务号</span>');
  expect(chinese).toContain("微信回答 48001：这类账号不能用这个接口，或没有认证");
  expect(chinese).toContain("→ 给账号做微信认证");
  expect(chinese).toMatch(/带参数的二维码<\/strong>[\s\S]*?微信拒绝了（48001）/);
});
