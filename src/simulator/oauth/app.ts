// WeChat's OAuth pages and calls, simulated.
import { type Context, Hono } from "hono";
import type { ApiEnv } from "../api/call.ts";
import { qrImage } from "../api/qrcode/showqrcode.ts";
import { formOf } from "../api/request.ts";
import { problem } from "../control/problem.ts";
import { checkConfig, configIn } from "../jssdk/config.ts";
import { jsSdkPage, jsSdkPath } from "../jssdk/page.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";
import { agreed, authorize, type Visit } from "./authorize.ts";
import { avatarImage } from "./avatar.ts";
import { loginPage } from "./login-page.ts";
import { pageStyle } from "./page-style.ts";
import { consentPage, donePage, errorPage, expiredPage, outsidePage, whosePage } from "./pages.ts";
import { longPoll } from "./poll.ts";
import { pageScript } from "./scripts.ts";
import { auth, exchange, refresh, userinfo } from "./sns.ts";
import { askWhosePhone, openOnPhone } from "./url-link.ts";
import { phoneCookie, viewerOf } from "./viewer.ts";

const wxLoginPath = "/connect/zh_CN/htmledition/js/wxLogin.js";

/** Creates the app of OAuth: the pages of open.weixin.qq.com, `wxLogin.js`, and the `/sns` calls. */
export function createOauthApp(sim: Simulation): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  // `WechatFailure` is rethrown and handled by the parent app.
  app.onError((error) => problem(error));
  addCalls(app, sim);
  addLogin(app, sim);
  addPhonePages(app, sim);
  addUrlLinks(app, sim);
  addJsSdk(app, sim);
  app.get("/mmopen/vi_32/:picture/:size", (c) => avatarImage(sim, c.req.param("picture"), c.req.param("size")));
  app.get("/connect/page.css", (c) => c.body(pageStyle, 200, { "content-type": "text/css; charset=utf-8" }));
  return app;
}

function addCalls(app: Hono<ApiEnv>, sim: Simulation): void {
  app.all("/sns/oauth2/access_token", async (c) => exchange(sim, await askedOf(c)));
  app.all("/sns/oauth2/refresh_token", async (c) => refresh(sim, await askedOf(c)));
  app.all("/sns/auth", async (c) => auth(sim, await askedOf(c)));
  app.all("/sns/userinfo", async (c) => userinfo(sim, await askedOf(c), new URL(c.req.url).origin));
}

/** The fields of the query and of a form: generic OAuth clients post a form. */
async function askedOf(c: Context<ApiEnv>): Promise<Record<string, string>> {
  const form = await formOf(c.req.raw, (body) => c.set("body", body));
  return { ...Object.fromEntries(form), ...c.req.query() };
}

/** Adds the login page of a website, its QR and long poll, and the script that embeds it. */
function addLogin(app: Hono<ApiEnv>, sim: Simulation): void {
  app.get("/connect/qrconnect", (c) => loginPage(sim, new URL(c.req.url).searchParams));
  app.get("/connect/qrcode/:uuid", (c) => {
    if (sim.oauth.logins.get(c.req.param("uuid")) === undefined) return c.body(null, 404);
    const image = qrImage(confirmUrl(c.req.param("uuid")));
    return c.body(new Uint8Array(image), 200, { "content-type": "image/jpeg", "cache-control": "no-store" });
  });
  app.get("/connect/l/qrconnect", (c) => longPoll(sim, c.req.query("uuid") ?? "", c.req.query("last") ?? ""));
  app.get("/connect/qrconnect.js", () => pageScript("qrconnect"));
  app.get(wxLoginPath, () => pageScript("wx-login"));
}

/** The address that the QR of a website login encodes. */
const confirmUrl = (uuid: string): string => `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`;

/**
 * Adds the pages that only WeChat's browser opens. A real browser can open them here after the user chooses a phone.
 */
function addPhonePages(app: Hono<ApiEnv>, sim: Simulation): void {
  app.post("/connect/person", async (c) => {
    needOwnPage(c.req.raw);
    const { person = "", back = "" } = (await c.req.parseBody()) as Record<string, string>;
    c.header("set-cookie", phoneCookie(sim.people.need(person).name));
    return c.redirect(/^\/connect\//.test(back) ? back : "/", 303);
  });
  const inside = (request: Request, act: (person: Person) => Response): Response => {
    const viewer = viewerOf(sim, request.headers);
    if (viewer.kind === "outside") return outsidePage();
    const { pathname, search } = new URL(request.url);
    return viewer.kind === "unknown" ? whosePage(sim, whoseBrowser(pathname + search)) : act(viewer.person);
  };
  app.get("/connect/oauth2/authorize", (c) =>
    inside(c.req.raw, (person) => authorizePage(sim, visitOf(c.req.raw, person))),
  );
  app.post("/connect/oauth2/authorize", async (c) => {
    needOwnPage(c.req.raw);
    const isAllowed = await allows(c.req.raw);
    return inside(c.req.raw, (person) => answered(sim, visitOf(c.req.raw, person), isAllowed));
  });
  app.get("/connect/confirm", (c) => inside(c.req.raw, (person) => confirmPage(sim, c.req.url, person)));
  app.post("/connect/confirm", async (c) => {
    needOwnPage(c.req.raw);
    const isAllowed = await allows(c.req.raw);
    return inside(c.req.raw, (person) => confirmed(sim, c.req.url, person, isAllowed));
  });
}

const whoseBrowser = (back: string) => ({
  title: "谁的手机？",
  text: "这个浏览器带着微信的 User-Agent。选一个人，它就是那个人的手机。",
  action: "/connect/person",
  back,
});

const visitOf = (request: Request, person: Person): Visit => {
  const { searchParams: parameters } = new URL(request.url);
  return { person, parameters, wantsAll: parameters.get("simulator_full") === "1" };
};

/**
 * Adds the JS-SDK: its script, which WeChat serves on res.wx.qq.com, the script's call, and a page that checks a
 * signature.
 */
function addJsSdk(app: Hono<ApiEnv>, sim: Simulation): void {
  app.get("/open/js/:file{jweixin-[0-9.]+\\.js}", () => pageScript("jweixin"));
  app.get(jsSdkPath, (c) => jsSdkPage(sim, new URL(c.req.url).searchParams));
  app.get(`${jsSdkPath}/config`, (c) => {
    const { errMsg, check } = checkConfig(sim, configIn(new URL(c.req.url).searchParams));
    if (check) c.set("check", check);
    return c.json({ errMsg }, 200, { "access-control-allow-origin": "*" });
  });
}

/** Adds the pages of URL Links for real browsers. */
function addUrlLinks(app: Hono<ApiEnv>, sim: Simulation): void {
  app.get("/wxaurl/:end", (c) => askWhosePhone(sim, c.req.param("end")));
  app.post("/wxaurl/:end", async (c) => {
    needOwnPage(c.req.raw);
    const { person = "" } = (await c.req.parseBody()) as Record<string, string>;
    return openOnPhone(sim, sim.people.need(person), c.req.param("end"));
  });
}

function authorizePage(sim: Simulation, visit: Visit): Response {
  const authorization = authorize(sim, visit);
  if (authorization.kind === "error") return errorPage(authorization.error);
  if (authorization.kind === "redirect") return found(authorization.url);
  const action = `/connect/oauth2/authorize?${visit.parameters}`;
  return consentPage(authorization.account, visit.person.displayName, action);
}

function answered(sim: Simulation, visit: Visit, isAllowed: boolean): Response {
  const authorization = authorize(sim, visit);
  if (authorization.kind === "error") return errorPage(authorization.error);
  if (!isAllowed) return donePage("已拒绝", "没有告诉它你是谁。可以关闭这个页面了。");
  return found(authorization.kind === "redirect" ? authorization.url : agreed(sim, visit, authorization.account));
}

function confirmPage(sim: Simulation, url: string, person: Person): Response {
  return onLogin(sim, url, (login) => {
    sim.oauth.logins.scan(login, person);
    return consentPage(login.account, person.displayName, `/connect/confirm?uuid=${login.uuid}`);
  });
}

function confirmed(sim: Simulation, url: string, person: Person, isAllowed: boolean): Response {
  return onLogin(sim, url, (login) => {
    sim.oauth.logins.answer(login, person, isAllowed);
    return isAllowed ? donePage("已确认登录", "电脑上会继续。") : donePage("已取消", "没有登录。");
  });
}

type Login = NonNullable<ReturnType<Simulation["oauth"]["logins"]["get"]>>;

function onLogin(sim: Simulation, url: string, act: (login: Login) => Response): Response {
  const login = sim.oauth.logins.get(new URL(url).searchParams.get("uuid") ?? "");
  if (login === undefined) return expiredPage("请刷新网页，再扫一次。");
  try {
    return act(login);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return expiredPage("请刷新网页，再扫一次。");
  }
}

const found = (location: string): Response => new Response(null, { status: 302, headers: { location } });

const allows = async (request: Request): Promise<boolean> => (await request.formData()).get("allow") === "1";

/** Refuses an action of a person that comes from another site's page. */
function needOwnPage(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin === null) return;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (!URL.canParse(origin) || new URL(origin).host !== host)
    throw new Refused(403, `pages of ${origin} may not answer for a person`);
}
