/** Where a website sends a browser that shall sign in by WeChat's own QR page. */
export interface QrConnectRequest {
  /** On the website app's callback domain. */
  redirectUri: string;
  /** Comes back with the code; binds the answer to the browser that asked. Not empty. */
  state: string;
  /** Of the page. Default: Chinese. */
  language?: "cn" | "en";
}

/** Where a page inside WeChat sends its visitor to sign in. */
export interface AuthorizeRequest {
  /** On the account's web authorisation domain, which must match whole. */
  redirectUri: string;
  /** `snsapi_base` asks nothing and tells the openId only; `snsapi_userinfo` asks for name and picture. */
  scope: "snsapi_base" | "snsapi_userinfo";
  /** Comes back with the code; binds the answer to the browser that asked. 1 to 128 letters and digits. */
  state: string;
  /** Asks for consent also where WeChat would not. */
  forcePopup?: boolean;
  /** Has WeChat check whether to show the snapshot page. */
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
  // WeChat has been known to mind the order.
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
