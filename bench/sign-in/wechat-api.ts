import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The part of WeChat's API that a sign-in by QR or code needs. It runs in this process, so that it uses none of the
 * service's processor time.
 */
export async function startWechatApi(): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const answer = JSON.stringify(answerOf(request.url ?? "", Buffer.concat(parts).toString()));
      response.writeHead(200, { "Content-Type": "application/json" }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${port}`, close };
}

/**
 * The response of a call. The content of a QR has the usual length and ends with the scene, so that the phone needs no
 * table of tickets.
 */
function answerOf(url: string, body: string): object {
  if (/\/cgi-bin\/(stable_)?token/.test(url)) return { access_token: "a".repeat(136), expires_in: 7_200 };
  if (url.startsWith("/cgi-bin/qrcode/create")) {
    const scene: string = JSON.parse(body).action_info.scene.scene_str;
    return { ticket: "g".repeat(96), expire_seconds: 120, url: `http://weixin.qq.com/q/${scene}` };
  }
  if (url.startsWith("/cgi-bin/user/info")) return { subscribe: 1, openid: new URLSearchParams(url).get("openid") };
  return { errcode: 0, errmsg: "ok" };
}
