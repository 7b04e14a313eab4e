import type { ApiResult } from "./api.ts";
import { h } from "./dom.ts";
import type { Phone } from "./phone.ts";
import { words } from "./words.ts";

/** The calls of `wx` that the page in the frame may make. */
const calls = ["login", "privacy", "phone-number"] as const;

/**
 * The frame with the page that replaces a mini-program's own. It sends `{ wx: call, id }` and gets `{ wx: call, id,
 * result }`, for the person of this phone.
 */
export function previewFrame(phone: Phone, preview: string): HTMLElement {
  const frame = h("iframe", {
    class: "preview",
    src: preview,
    title: words.kinds["mini-program"],
  }) as HTMLIFrameElement;
  const { origin } = new URL(preview);
  const listen = async ({ source, origin: from, data }: MessageEvent): Promise<void> => {
    if (!frame.isConnected) return removeEventListener("message", listen);
    const { contentWindow } = frame;
    if (contentWindow === null || source !== contentWindow || from !== origin) return;
    const api = calls.find((each) => each === data?.wx);
    if (api === undefined) return;
    const result: ApiResult = (await phone.askWx(api)) ?? { errMsg: `${api}:fail` };
    contentWindow.postMessage({ wx: api, id: data.id, result }, origin);
  };
  addEventListener("message", listen);
  return frame;
}
