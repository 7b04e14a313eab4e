/** `wxLogin.js`: puts the page with the QR into an element of the site, in a frame. */

interface WxLoginOptions {
  /** The id of the element that the QR goes into. */
  id: string;
  appid: string;
  scope: string;
  /** Encoded with `encodeURIComponent` by the caller, as WeChat asks. */
  redirect_uri: string;
  state?: string;
  /** Whether the frame goes to `redirect_uri`, instead of the whole page. */
  self_redirect?: boolean;
  style?: "black" | "white" | "";
  /** A style sheet for the frame: an address, or `data:text/css;base64,…`. */
  href?: string;
  stylelite?: 0 | 1;
  fast_login?: 0 | 1;
  color_scheme?: "auto" | "light" | "dark";
  lang?: "cn" | "en" | "zh_CN";
  onReady?: (isReady: boolean) => void;
  onQRcodeReady?: () => void;
}

const script = document.currentScript as HTMLScriptElement | null;
const origin = new URL(script?.src ?? location.href).origin;

function addressOf(options: WxLoginOptions): string {
  const { appid, scope, redirect_uri, state = "", self_redirect, href, style, stylelite, fast_login } = options;
  const given: [string, string | undefined][] = [
    ["appid", encodeURIComponent(appid)],
    ["scope", encodeURIComponent(scope)],
    ["redirect_uri", redirect_uri],
    ["state", encodeURIComponent(state)],
    ["login_type", "jssdk"],
    ["self_redirect", self_redirect === true ? "true" : "default"],
    ["styletype", ""],
    ["sizetype", ""],
    ["bgcolor", ""],
    ["rst", ""],
    ["style", style],
    ["href", href === undefined ? undefined : encodeURIComponent(href)],
    ["stylelite", stylelite === undefined ? undefined : String(stylelite)],
    ["fast_login", fast_login === undefined ? undefined : String(fast_login)],
    ["color_scheme", options.color_scheme],
    ["lang", options.lang],
  ];
  const query = given.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join("&");
  return `${origin}/connect/qrconnect?${query}`;
}

function frameOf(options: WxLoginOptions): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  const [width, height] = options.stylelite === 1 ? ["220", "220"] : ["300", "400"];
  frame.src = addressOf(options);
  frame.width = width;
  frame.height = height;
  frame.title = "WeChat Login";
  frame.style.border = "0";
  frame.allow = "local-network-access";
  // The permission that lets the frame navigate the whole page without a click in it.
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation");
  return frame;
}

/** Called with `new`, as WeChat documents it. */
function WxLogin(options: WxLoginOptions): void {
  const place = document.getElementById(options.id);
  if (place === null) {
    options.onReady?.(false);
    return;
  }
  const frame = frameOf(options);
  frame.addEventListener("load", () => options.onReady?.(true), { once: true });
  frame.addEventListener("error", () => options.onReady?.(false), { once: true });
  addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && data?.wxLogin === "qrcode-ready") options.onQRcodeReady?.();
  });
  place.replaceChildren(frame);
}

Object.assign(globalThis, { WxLogin });
