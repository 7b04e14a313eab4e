import type { Host } from "../pages/login/sign-in.ts";

/** What the phone answers a call with. */
export interface Answer {
  readonly errMsg: string;
  readonly code?: string;
  readonly errno?: number;
}

let calls = 0;

/** Asks the phone around this page, as `{ wx: call, id }`; its answer is `{ wx: call, id, result }`. */
function ask(call: string): Promise<Answer> {
  const id = ++calls;
  return new Promise((resolve) => {
    const listen = ({ source, data }: MessageEvent): void => {
      if (source !== window.parent || data?.wx !== call || data.id !== id) return;
      removeEventListener("message", listen);
      resolve(data.result as Answer);
    };
    addEventListener("message", listen);
    window.parent.postMessage({ wx: call, id }, "*");
  });
}

/** The `getPhoneNumber` button; the code it gives, or why it gives none. */
export const getPhoneNumber = (): Promise<Answer> => ask("phone-number");

/** `wx`, as far as the page needs it. Requests go out from here: the service is this page's own origin. */
export const createHost = (): Host => ({
  async requirePrivacyAuthorize({ success, fail }) {
    const result = await ask("privacy");
    if (result.errMsg.endsWith(":ok")) success();
    else fail(result);
  },
  async login({ success, fail }) {
    const result = await ask("login");
    if (result.code === undefined) fail(result);
    else success({ code: result.code });
  },
  async request({ url, method, header, data, timeout, success, fail }) {
    try {
      const signal = AbortSignal.timeout(timeout);
      const init = { method, headers: header, body: JSON.stringify(data), signal, credentials: "omit" as const };
      const response = await fetch(url, init);
      const text = await response.text();
      success({ statusCode: response.status, data: text === "" ? "" : (JSON.parse(text) as unknown) });
    } catch {
      fail({ errMsg: "request:fail" });
    }
  },
});
