/** The parameters of WeChat's own QR page, to which a website sends the browser. */
export interface QrConnectRequest {
  /** Must be on the website app's callback domain. */
  redirectUri: string;
  /** Returned with the code; binds the response to the browser that started it. Not empty. */
  state: string;
  /** The language of the page. Default: Chinese. */
  language?: "cn" | "en";
}

/** The parameters of WeChat's authorization page, for pages inside WeChat. */
export interface AuthorizeRequest {
  /** Must be on the account's web authorization domain, which is compared exactly. */
  redirectUri: string;
  /** `snsapi_base` shows no question and returns the openId only; `snsapi_userinfo` asks for name and picture. */
  scope: "snsapi_base" | "snsapi_userinfo";
  /** Returned with the code; binds the response to the browser that started it. 1 to 128 letters and digits. */
  state: string;
  /** Asks for consent even if WeChat would not. */
  forcePopup?: boolean;
  /** Lets WeChat check whether to show the snapshot page. */
  forceSnapshot?: boolean;
}

const fragment = "#wechat_redirect";

export function qrConnectUrl(origin: string, appid: string, request: QrConnectRequest): string {
  const { redirectUri, state, language } = request;
  if (state === "" || Buffer.byteLength(state) > 128) throw new TypeError("state must have 1 to 128 bytes");
  const query = queryOf([
    ["appid", appid],
    ["redirect_uri", checkedUri(redirectUri)],
    ["response_type", "code"],
    ["scope", "snsapi_login"],
    ["state", state],
    ...(language ? [["lang", language] as const] : []),
  ]);
  return `${origin}/connect/qrconnect?${query}${fragment}`;
}

export function authorizeUrl(origin: string, appid: string, request: AuthorizeRequest): string {
  const { redirectUri, scope, state, forcePopup = false, forceSnapshot = false } = request;
  if (!/^[A-Za-z0-9]{1,128}$/.test(state)) throw new TypeError("state must be 1 to 128 letters and digits");
  // WeChat is known to depend on the order.
  const query = queryOf([
    ["appid", appid],
    ["redirect_uri", checkedUri(redirectUri)],
    ["response_type", "code"],
    ["scope", scope],
    ["state", state],
    ...(forcePopup ? [["forcePopup", "true"] as const] : []),
    ...(forceSnapshot ? [["forceSnapShot", "true"] as const] : []),
  ]);
  return `${origin}/connect/oauth2/authorize?${query}${fragment}`;
}

const queryOf = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

function checkedUri(uri: string): string {
  const { protocol } = URL.canParse(uri) ? new URL(uri) : { protocol: "" };
  if (protocol !== "https:" && protocol !== "http:")
    throw new TypeError("redirectUri must be an http or https address");
  return uri;
}
