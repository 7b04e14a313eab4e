import { sha256 } from "../../base/bytes.ts";
import { readPhone } from "../../domain/phone.ts";

/** Whose openids these are: WeChat is asked for people by them. */
const names = new Map<string, string>();

/** A person's openid at an account: the same for the same name, in WeChat's own shape. */
export function openIdOf(appid: string, name: string): string {
  const openId = `o${sha256("openid", appid, name).slice(0, 27)}`;
  names.set(openId, name);
  return openId;
}

const unionIdOf = (name: string): string => `o${sha256("unionid", name).slice(0, 27)}`;

/** A code as WeChat's page brings it back, for somebody who agreed there. */
export const codeOf = (name: string): string => Buffer.from(name).toString("base64url");

const nameOf = (code: string): string => Buffer.from(code, "base64url").toString();

/** What a QR of the test WeChat says. */
export function readQr(content: string): { appid: string; scene: string } {
  const [, appid = "", scene = ""] = /^http:\/\/weixin\.qq\.com\/q\/(\w+)\/([\w-]+)$/.exec(content) ?? [];
  if (appid === "") throw new Error("the QR is not the test WeChat's: the service must be given the runtime's fetch");
  return { appid, scene };
}

/** What a code of the test WeChat's says; undefined for any other picture. Nobody sees it, so nothing is drawn. */
export function readMiniCode(image: string): { appid: string; scene: string } | undefined {
  const text = Buffer.from(image.replace(/^data:image\/png;base64,/, ""), "base64").toString("latin1");
  const [, appid, scene] = /^\x89PNG (\w+)\/([\w-]+)$/.exec(text) ?? [];
  return appid === undefined || scene === undefined ? undefined : { appid, scene };
}

const drawMiniCode = (appid: string | null, scene: string | undefined): Response =>
  new Response(Buffer.from(`\x89PNG ${appid}/${scene}`, "latin1"), { headers: { "content-type": "image/png" } });

interface Question {
  readonly query: URLSearchParams;
  readonly body: Body;
}

interface Body {
  readonly appid?: string;
  readonly scene?: string;
  readonly path?: string;
  readonly code?: string;
  readonly expire_seconds?: number;
  readonly action_info?: { readonly scene?: { readonly scene_str?: string; readonly scene_id?: number } };
}

/**
 * WeChat's API, as much of it as a sign-in asks, in this process. It believes everything: what WeChat refuses, the
 * simulator refuses.
 */
export const testWechat: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname, searchParams: query } = new URL(request.url);
  const text = await request.text();
  const answer = calls[pathname]?.({ query, body: text === "" ? {} : (JSON.parse(text) as Body) });
  if (answer instanceof Response) return answer;
  return Response.json(answer ?? { errcode: 48001, errmsg: `api unauthorized: the test WeChat has no ${pathname}` });
};

const phoneInfo = (countryCode: string, national: string) => ({
  phoneNumber: countryCode === "86" ? national : `+${countryCode}${national}`,
  purePhoneNumber: national,
  countryCode,
  watermark: { timestamp: 0, appid: "" },
});

const followerOf = (openid: string, name: string) => ({ subscribe: 1, openid, unionid: unionIdOf(name) });

const lifetime = { expires_in: 7200 };

const calls: Readonly<Record<string, (question: Question) => object>> = {
  "/cgi-bin/stable_token": ({ body }) => ({ access_token: body.appid, ...lifetime }),
  "/cgi-bin/token": ({ query }) => ({ access_token: query.get("appid"), ...lifetime }),
  "/cgi-bin/qrcode/create"({ query, body }) {
    const { scene_str, scene_id } = body.action_info?.scene ?? {};
    const url = `http://weixin.qq.com/q/${query.get("access_token")}/${scene_str ?? scene_id}`;
    return { ticket: `ticket-${scene_str ?? scene_id}`, expire_seconds: body.expire_seconds, url };
  },
  "/cgi-bin/user/info"({ query }) {
    const openid = query.get("openid") ?? "";
    const name = names.get(openid);
    return name === undefined ? { errcode: 40003, errmsg: "invalid openid" } : followerOf(openid, name);
  },
  "/wxa/getwxacodeunlimit": ({ query, body }) => drawMiniCode(query.get("access_token"), body.scene),
  "/wxa/getwxacode": ({ query, body }) => drawMiniCode(query.get("access_token"), body.path?.split("scene=")[1]),
  "/cgi-bin/wxaapp/createwxaqrcode": (question) => calls["/wxa/getwxacode"]?.(question) ?? {},
  "/wxa/business/getuserphonenumber"({ body }) {
    const [, countryCode = "", national = ""] =
      /^\+(86|\d{1,3})(\d+)$/.exec(readPhone(nameOf(body.code ?? "")) ?? "") ?? [];
    return { errcode: 0, errmsg: "ok", phone_info: phoneInfo(countryCode, national) };
  },
  "/sns/jscode2session"({ query }) {
    const name = nameOf(query.get("js_code") ?? "");
    const session_key = Buffer.from(name.padEnd(16).slice(0, 16)).toString("base64");
    return { openid: openIdOf(query.get("appid") ?? "", name), unionid: unionIdOf(name), session_key };
  },
  "/sns/oauth2/access_token"({ query }) {
    const code = query.get("code") ?? "";
    const ids = { openid: openIdOf(query.get("appid") ?? "", nameOf(code)), unionid: unionIdOf(nameOf(code)) };
    return { access_token: code, refresh_token: code, scope: "snsapi_login,snsapi_userinfo", ...lifetime, ...ids };
  },
  "/sns/userinfo"({ query }) {
    const name = nameOf(query.get("access_token") ?? "");
    const ids = { openid: query.get("openid"), unionid: unionIdOf(name) };
    return { ...ids, nickname: name, headimgurl: "", privilege: [] };
  },
};
