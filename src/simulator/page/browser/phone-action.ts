import { look } from "./camera.ts";
import type { Phone } from "./phone.ts";

/**
 * Runs the action of the address: `scan=<content>` scans; `look` points the camera at the host page; `chat=<appid>`
 * opens a chat, with `draft=<text>` in the input line; `open=<url>` opens WeChat's browser; `sms` opens the text
 * messages.
 */
export async function runPhoneAction(phone: Phone, parameters: URLSearchParams): Promise<void> {
  if (parameters.has("sms")) return phone.showSms();
  const [content, chat, url] = [parameters.get("scan"), parameters.get("chat"), parameters.get("open")];
  if (!content && !chat && !url && !parameters.has("look")) return;
  await phone.toFront();
  if (content) await phone.scan({ content });
  else if (chat) await phone.openChat(chat, parameters.get("draft") ?? "");
  else if (url) await phone.openPage({ url });
  else await look(phone);
}
