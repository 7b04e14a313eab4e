import { look } from "./camera.ts";
import type { Phone } from "./phone.ts";

/**
 * What the address asks the phone to do: `scan=<content>`; `look`, which points its camera at the page beside;
 * `chat=<appid>`, with `draft=<text>` written but not sent; `open=<url>` in WeChat's browser; `sms`, its text messages.
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
