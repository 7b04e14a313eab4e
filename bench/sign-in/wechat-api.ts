import { randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openIdOf } from "../load/pushes.ts";

/** The part of WeChat's API that sign-ins need, and a server that sends SMS. */
export interface WechatApi {
  readonly origin: string;
  /** The newest code that was sent to a number. */
  smsTo(phone: string): string;
  close(): void;
}

/** They run in this process, so that they use none of the service's processor time. */
export async function startWechatApi(): Promise<WechatApi> {
  const sent = new Map<string, string>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => answer(response, request.url ?? "", Buffer.concat(parts).toString()));
  });

  function answer(response: ServerResponse, url: string, body: string): void {
    if (url === "/sms") {
      const { to, code } = JSON.parse(body);
      sent.set(to, code);
    }
    if (url.startsWith("/wxa/getwxacodeunlimit")) {
      response.writeHead(200, { "Content-Type": "image/jpeg" }).end(picture(JSON.parse(body).scene));
      return;
    }
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answerOf(url, body)));
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    smsTo: (phone) => sent.get(phone) ?? "",
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** WeChat's own pictures of 430 pixels have about this size, and do not compress either. */
const noise = randomBytes(60_000);

const jpeg = Buffer.of(0xff, 0xd8);

/** The picture begins with the scene, so that the phone needs no decoder. */
const picture = (scene: string): Buffer => Buffer.concat([jpeg, Buffer.from(`scene=${scene} `), noise]);

/**
 * The response of a call. The content of a QR has the usual length and ends with the scene, so that the phone needs no
 * table of tickets.
 */
function answerOf(url: string, body: string): object {
  const { pathname, searchParams } = new URL(url, "http://wechat");
  switch (pathname) {
    case "/cgi-bin/token":
    case "/cgi-bin/stable_token":
      return { access_token: "a".repeat(136), expires_in: 7_200 };
    case "/cgi-bin/qrcode/create": {
      const scene: string = JSON.parse(body).action_info.scene.scene_str;
      return { ticket: "g".repeat(96), expire_seconds: 120, url: `http://weixin.qq.com/q/${scene}` };
    }
    case "/cgi-bin/user/info":
      return { subscribe: 1, openid: searchParams.get("openid") };
    case "/sns/jscode2session":
      return { openid: openIdOf(Number(searchParams.get("js_code"))), session_key: "c2Vzc2lvbi1rZXktMTYtYg==" };
    case "/sns/oauth2/access_token":
      return { ...personalToken, openid: openIdOf(Number(searchParams.get("code"))) };
    case "/sns/userinfo":
      return { openid: searchParams.get("openid"), nickname: "小明", headimgurl: "", privilege: [] };
    default:
      return { errcode: 0, errmsg: "ok" };
  }
}

const personalToken = {
  access_token: "u".repeat(89),
  refresh_token: "r".repeat(89),
  scope: "snsapi_login,snsapi_userinfo",
  expires_in: 7_200,
};
