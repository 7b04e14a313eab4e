import type { SourceConfig } from "../../server/config/config.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";

const refusals = /该链接无法访问|redirect_uri 参数错误|AppID 参数错误|Scope[^<\n]{0,40}/;

/**
 * Opens WeChat's sign-in page of a 网站应用, as a browser would, without signing in: the page checks the callback domain.
 */
export async function checkLoginPage({ config, exchange }: DoctorContext, source: SourceConfig): Promise<Finding[]> {
  const { appid, origins } = source;
  const redirect_uri = `${config.origin}/wechat/${appid}/oauth`;
  const query = new URLSearchParams({
    appid,
    redirect_uri,
    response_type: "code",
    scope: "snsapi_login",
    state: "doctor",
  });
  const page = await exchange(`${origins.open ?? "https://open.weixin.qq.com"}/connect/qrconnect?${query}`);
  const of = { appid, host: new URL(config.origin).hostname };
  if ("why" in page) return [found("login-page.refused", { ...of, words: page.why })];
  if (page.status === 200 && page.body.includes("/connect/qrcode/")) return [found("login-page.good", of)];
  return [found("login-page.refused", { ...of, words: refusals.exec(page.body)?.[0] ?? `HTTP ${page.status}` })];
}
