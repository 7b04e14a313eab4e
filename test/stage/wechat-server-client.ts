import type { Stage } from "./stage.ts";

/** A site that speaks wechat-server's protocol, as one-api, new-api and gin-template do. */
export interface WechatServerClient {
  /** The openid of a code. Throws an error with the message that the site shows. */
  idOf(code: string): Promise<string>;
  /** The raw response. */
  ask(path: string, headers?: Record<string, string>): Promise<{ status: number; body: string; type: string | null }>;
}

/** `address` and `token` are the two settings of the site. */
export function createWechatServerClient(
  stage: Stage,
  address: string,
  token: string,
  from = "203.0.113.7",
): WechatServerClient {
  const ask: WechatServerClient["ask"] = async (path, headers = { Authorization: token }) => {
    const request = new Request(`${address}${path}`, { headers });
    const response = await stage.saoma.fetch(request, { address: from });
    return { status: response.status, body: await response.text(), type: response.headers.get("content-type") };
  };
  return {
    ask,
    async idOf(code) {
      if (code === "") throw new Error("无效的参数");
      // Those sites do not escape the code, and read only these three fields.
      const { body } = await ask(`/api/wechat/user?code=${code}`);
      const { success, message, data } = JSON.parse(body) as { success: boolean; message: string; data: string };
      if (!success) throw new Error(message);
      if (data === "") throw new Error("验证码错误或已过期");
      return data;
    },
  };
}
