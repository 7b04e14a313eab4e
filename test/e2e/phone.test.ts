import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { createSimulatorClient, serveSimulator } from "../../src/simulator/index.ts";
import { bundleForBrowser } from "../../tools/browser.ts";
import { field, textReply } from "../simulator/world.ts";
import { launchChromium } from "./browser.ts";

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

let browser: Browser;

beforeAll(async () => {
  await bundleForBrowser();
  browser = await launchChromium();
});

afterAll(() => browser?.close());

/** A site with a page. It also answers pushes: it replies to a text with a link to itself. */
async function startSite() {
  const pages = new Map<string, string>();
  const visits: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { pathname } = new URL(request.url ?? "/", "http://site.test");
    if (pathname === "/push") {
      const isText = field(body, "MsgType") === "text" || body.includes("<Encrypt>");
      const answer = isText ? textReply(body, `<a href="${url}/shop">进店</a>`) : "success";
      return void response.setHeader("content-type", "text/xml").end(answer);
    }
    visits.push(`${request.method} ${request.url} ${body}`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(pages.get(pathname) ?? "<title>茶铺</title><p>welcome</p>");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, pages, visits };
}

interface Stage {
  url: string;
  client: ReturnType<typeof createSimulatorClient>;
  site: Awaited<ReturnType<typeof startSite>>;
  appid: Record<"service" | "mini-program" | "website", string>;
}

let stage: Stage;

beforeEach(async () => {
  const { url, close, simulator } = await serveSimulator({ port: 0, host: "127.0.0.1" });
  onTestFinished(close);
  const site = await startSite();
  const appid = Object.fromEntries(simulator.world().accounts.map((account) => [account.kind, account.appid]));
  const client = createSimulatorClient(url);
  await client.patchAccount(appid.service ?? "", { pushUrl: `${site.url}/push`, mode: "plain" });
  stage = { url, client, site, appid: appid as Stage["appid"] };
});

async function open(path = "/", viewport = wide): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: "zh-CN", reducedMotion: "reduce" });
  onTestFinished(() => context.close());
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  onTestFinished(() => expect(complaints).toEqual([]));
  await page.goto(stage.url + path);
  return page;
}

const loginUrl = (more = ""): string =>
  `${stage.url}/connect/qrconnect?appid=${stage.appid.website}&redirect_uri=${encodeURIComponent(`${stage.site.url}/back`)}&response_type=code&scope=snsapi_login&state=abc${more}`;

const bar = (page: Page, name: string) => page.getByRole("group", { name: `${name} 的手机` });

test("a picture chosen or pasted is scanned by the phone in the hand, and the login page hears of it", async () => {
  const login = await open(loginUrl().slice(stage.url.length));
  const qr = await login.locator(".qrcode").screenshot();
  const page = await open("/#person=xiaoming,xiaohong");
  const hers = bar(page, "小红");
  await hers.getByRole("button", { name: "扫一扫" }).click();
  await hers.locator("input[type=file]").setInputFiles({ name: "qr.png", mimeType: "image/png", buffer: qr });
  await hers.getByRole("dialog").getByText("登录这个网站？").waitFor();
  await login.getByText("扫描成功").waitFor();
  await hers.getByRole("button", { name: "拒绝" }).click();
  await login.getByText("你已取消此次登录").waitFor();

  await bar(page, "小明").locator(".bar").click();
  await page.evaluate(`{
    const bytes = Uint8Array.from(atob("${qr.toString("base64")}"), (each) => each.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], "qr.png", { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }`);
  await bar(page, "小明").getByRole("button", { name: "同意" }).click();
  await login.waitForURL(/\/back\?code=.+&state=abc$/);
});

test("wxLogin.js puts the page into a site and takes the whole site along", async () => {
  const { site, url, appid, client } = stage;
  site.pages.set(
    "/login",
    `<title>site</title><div id="qr"></div><script src="${url}/connect/zh_CN/htmledition/js/wxLogin.js"></script><script>
    window.told = [];
    new WxLogin({ id: "qr", appid: "${appid.website}", scope: "snsapi_login", redirect_uri: encodeURIComponent("${site.url}/back?x=1"), state: "s1", stylelite: 1, onReady: (ok) => told.push(ok), onQRcodeReady: () => told.push("qr") });
    </script>`,
  );
  const page = await open();
  await page.goto(`${site.url}/login`);
  const frame = page.frameLocator("#qr iframe");
  const source = await frame.locator(".qrcode").getAttribute("src");
  await expect.poll(() => page.evaluate("told.length")).toBe(2);
  await client.scan("afei", {
    content: `https://open.weixin.qq.com/connect/confirm?uuid=${source?.split("/").at(-1)}`,
  });
  await frame.getByText("扫描成功").waitFor();
  await client.consent("afei", true);
  await page.waitForURL(/\/back\?x=1&code=.+&state=s1$/);
});

test("with self_redirect only the frame is redirected", async () => {
  const { site, client } = stage;
  const page = await open();
  site.pages.set("/frame", `<title>outer</title><iframe src="${loginUrl("&self_redirect=true")}"></iframe>`);
  await page.goto(`${site.url}/frame`);
  const source = await page.frameLocator("iframe").locator(".qrcode").getAttribute("src");
  await client.scan("afei", {
    content: `https://open.weixin.qq.com/connect/confirm?uuid=${source?.split("/").at(-1)}`,
  });
  await client.consent("afei", true);
  await page.frameLocator("iframe").getByText("welcome").waitFor();
  expect(page.url()).toBe(`${site.url}/frame`);
});

test("a chat has its menu, links open in WeChat's browser, and forms there are sent with its cookies", async () => {
  const { client, site, url, appid } = stage;
  const { secret = "" } = (await client.world()).accounts.find((account) => account.appid === appid.service) ?? {};
  const token = (await (
    await fetch(`${url}/cgi-bin/token?grant_type=client_credential&appid=${appid.service}&secret=${secret}`)
  ).json()) as { access_token: string };
  const button = [
    { type: "click", name: "茶单", key: "TEA" },
    { name: "会员", sub_button: [{ type: "view", name: "会员中心", url: `${site.url}/member` }] },
  ];
  await fetch(`${url}/cgi-bin/menu/create?access_token=${token.access_token}`, {
    method: "POST",
    body: JSON.stringify({ button }),
  });
  site.pages.set(
    "/member",
    '<title>会员中心</title><form method="post" action="/join"><button name="tea" value="green">加入</button></form>',
  );
  await client.follow("xiaoming", appid.service);
  const page = await open("/#person=xiaoming", narrow);
  await page.getByRole("button", { name: /一叶茶铺/ }).click();
  await page.getByRole("button", { name: "茶单" }).click();
  await expect
    .poll(async () => (await client.log()).entries.some((entry) => entry.kind === "push" && entry.what === "CLICK"))
    .toBe(true);
  await page.getByRole("button", { name: "会员", exact: false }).first().click();
  await page.getByRole("button", { name: "会员中心" }).click();
  await page.frameLocator("iframe.page").getByRole("button", { name: "加入" }).click();
  await page.frameLocator("iframe.page").getByText("welcome").waitFor();
  expect(await page.getByTestId("address").textContent()).toBe(`${site.url.slice(7)}/join`);
  expect(site.visits).toContain("POST /join tea=green");
  await page.getByRole("button", { name: "关闭" }).click();
  await page.getByRole("textbox", { name: "发消息" }).fill("hi");
  await page.getByRole("button", { name: "发送" }).click();
  await page.getByRole("button", { name: "进店" }).click();
  await expect.poll(() => site.visits.at(-1)).toBe("GET /shop ");
});

test("a page's scripts do not run in the phone", async () => {
  stage.site.pages.set(
    "/bad",
    `<title>bad</title><script>parent.document.title = "taken"; document.title = "ran"</script><p>quiet</p>`,
  );
  const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  onTestFinished(() => page.context().close());
  await stage.client.open("xiaoming", { url: `${stage.site.url}/bad` });
  await page.goto(`${stage.url}/#person=xiaoming`);
  await page.frameLocator("iframe.page").getByText("quiet").waitFor();
  expect(await page.title()).toBe("微信模拟器");
});

test("snsapi_userinfo asks on the phone, and the page comes when it is allowed", async () => {
  const { client, site, appid, url } = stage;
  const page = await open("/#person=xiaoming");
  const authorize = `${url}/connect/oauth2/authorize?appid=${appid.service}&redirect_uri=${encodeURIComponent(`${site.url}/h5`)}&response_type=code&scope=snsapi_userinfo&state=s#wechat_redirect`;
  await client.open("xiaoming", { url: authorize });
  await page.getByRole("dialog").getByText("申请获取你的昵称、头像").waitFor();
  await page.getByRole("button", { name: "允许" }).click();
  await page.frameLocator("iframe.page").getByText("welcome").waitFor();
  expect(site.visits[0]).toMatch(/^GET \/h5\?code=.+&state=s $/);
});

test("a real browser with WeChat's user agent is asked whose phone it is, once", async () => {
  const { site, appid, url } = stage;
  const context = await browser.newContext({ userAgent: "Mozilla/5.0 MicroMessenger/8.0.50", locale: "zh-CN" });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const authorize = (scope: string) =>
    `${url}/connect/oauth2/authorize?appid=${appid.service}&redirect_uri=${encodeURIComponent(`${site.url}/h5`)}&response_type=code&scope=${scope}&state=s`;
  await page.goto(authorize("snsapi_userinfo"));
  await page.getByRole("button", { name: /小红/ }).click();
  await page.getByRole("button", { name: "同意" }).click();
  await page.waitForURL(/\/h5\?code=.+&state=s$/);
  await page.goto(authorize("snsapi_base"));
  await page.waitForURL(/\/h5\?code=.+&state=s$/);
});

test("a mini-program's page asks for the phone number on the phone", async () => {
  const { client, appid } = stage;
  await client.miniProgram.open("xiaoming", appid["mini-program"], { scene: "abc" });
  const page = await open("/#person=xiaoming", narrow);
  await page.getByText("query.scene").waitFor();
  await page.getByRole("button", { name: "手机号快速验证" }).click();
  await page.getByRole("dialog").getByText("138****8001").waitFor();
  await page.getByRole("button", { name: "允许", exact: true }).click();
  await page.getByText("getPhoneNumber:ok").waitFor();
  await page.getByRole("button", { name: "关闭" }).click();
  await client.sms.send({ to: "13800138001", text: "验证码 482913" });
  await page.getByRole("button", { name: /短信/ }).click();
  await page.getByText("验证码 482913").waitFor();
});

test("the log shows why an answer was refused, step by step", async () => {
  const { client, appid } = stage;
  await client.patchAccount(appid.service, { mode: "safe" });
  await client.follow("xiaoming", appid.service);
  await client.send("xiaoming", appid.service, "hi");
  const page = await open("/log");
  await page.getByRole("button", { name: "不成功的" }).click();
  const entry = page.locator("details").first();
  await entry.getByText("not encrypted").waitFor();
  await entry.locator("summary").click();
  await entry.getByText("msg_signature").first().waitFor();
  expect(await entry.locator(".check").count()).toBeGreaterThanOrEqual(2);
  await page.getByRole("button", { name: "清空" }).click();
  await page.getByText("还没有调用").waitFor();
});

test("among hundreds of people one is found by name, and their phone laid beside", async () => {
  const world = await stage.client.saveWorld();
  const people = Array.from({ length: 300 }, (_, n) => ({ name: `p${n}`, displayName: `人${n}` }));
  await stage.client.loadWorld({ ...world, people });
  const page = await open();
  await page.getByRole("searchbox").fill("人299");
  await page.getByRole("button", { name: "把人299的手机放在旁边" }).click();
  await bar(page, "人299").waitFor();
  await bar(page, "人0").waitFor();
});

test("a text message drops in over whatever is open, and a tap opens all of them", async () => {
  const { client, site } = stage;
  const page = await open("/#person=xiaoming");
  await bar(page, "小明").getByText("可以关注的公众号").waitFor();
  await client.open("xiaoming", { url: `${site.url}/shop` });
  await page.frameLocator("iframe.page").getByText("welcome").waitFor();
  await client.sms.send({ to: "13800138001", text: "验证码 204613" });
  await page.getByRole("status").getByRole("button", { name: "204613" }).click();
  await page.getByRole("dialog", { name: "短信" }).getByText("验证码 204613").waitFor();
  expect(await page.getByRole("status").getByText("204613").count()).toBe(0);
});

test("a new person without any account is added, and their phone is shown", async () => {
  const page = await open();
  await page.getByRole("button", { name: "再来一个人" }).click();
  await bar(page, "新朋友1").getByText("还没有聊天").waitFor();
  await page.getByRole("button", { name: "再来一个人" }).click();
  await bar(page, "新朋友2").waitFor();
  const narrowPage = await open("/#person=xiaoming", narrow);
  await narrowPage.getByRole("button", { name: "谁的手机" }).click();
  await narrowPage.getByRole("dialog").getByRole("button", { name: "再来一个人" }).click();
  await narrowPage.getByText("新朋友3 的手机").waitFor();
  const { people } = await stage.client.world();
  expect(people.map(({ name }) => name)).toEqual(["xiaoming", "xiaohong", "afei", "friend-1", "friend-2", "friend-3"]);
});
