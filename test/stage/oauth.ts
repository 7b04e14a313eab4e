import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { OauthOutcome } from "../../src/wire/oauth.ts";
import type { Browser, BrowserOptions } from "./browser.ts";
import { type Stage, wechat } from "./stage.ts";

/** The headers of WeChat's browser on a phone. */
export const insideWechat = {
  "user-agent": "Mozilla/5.0 (Linux; Android 16) Chrome/150 Mobile MicroMessenger/8.0.60 Language/zh_CN",
};

/** A person scans the QR of the page that `link` opens, and answers. Returns the URL that the page then opens. */
export async function scanAtWechat(
  { simulator }: Stage,
  person: string,
  { link = "" }: StartedAttempt,
  allow = true,
): Promise<string | undefined> {
  const ask = async (url: string) => (await simulator.fetch(new Request(url))).text();
  const uuid = /\/connect\/qrcode\/([\w-]+)/.exec(await ask(link))?.[1] ?? "";
  await simulator.control.scan(person, { content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await simulator.control.consent(person, allow);
  const polled = await ask(`${wechat}/connect/l/qrconnect?uuid=${uuid}&last=404`);
  const code = /wx_errcode=405;window\.wx_code='([^']+)'/.exec(polled)?.[1];
  const { searchParams } = new URL(link);
  return code && `${searchParams.get("redirect_uri")}?code=${code}&state=${searchParams.get("state")}`;
}

/** A person opens `link` in WeChat. Returns the URL that it redirects to. */
export async function openInWechat({ simulator }: Stage, person: string, link: string, full = false): Promise<string> {
  const view = await simulator.control.open(person, { url: link, full });
  if (view.outcome !== "consent") return view.url;
  return (await simulator.control.consent(person, true)).page?.url ?? "";
}

/** Posts code and state to the OAuth callback, as the callback page does. */
export function comeBack(
  browser: Browser,
  address: string,
  headers: BrowserOptions["headers"] = {},
): Promise<Response> {
  const { pathname, searchParams } = new URL(address);
  const body = { code: searchParams.get("code"), state: searchParams.get("state") };
  return browser.request("POST", pathname, { body, headers });
}

export const outcomeOf = async (response: Response): Promise<OauthOutcome> => (await response.json()) as OauthOutcome;
