import { masked } from "../../ports/log.ts";
import type { CustomMessage, TemplateMessage } from "../../wechat/index.ts";
import type { LoginContext } from "../context.ts";
import type { Person } from "../events.ts";

/** A customer-service message, or a template message of a 服务号. */
export type OutgoingMessage = CustomMessage | ({ readonly type: "template" } & Omit<TemplateMessage, "openId">);

/**
 * Sends a message to a person by the source that knows them. WeChat decides who may get messages and how often; a
 * failed call is not retried.
 * @throws {TypeError} if no source has this appid.
 * @throws {WechatError} if WeChat refuses, {WechatUnreachable} if it gives no usable answer.
 */
export async function send(
  { sources, log }: Pick<LoginContext, "sources" | "log">,
  { appid, openId }: Person,
  message: OutgoingMessage,
): Promise<void> {
  const source = sources.get(appid);
  if (!source) throw new TypeError(`appid must be one of \`sources\`; ${appid} is none`);
  if (message.type === "template") {
    const { type: _, ...template } = message;
    await source.api.message.sendTemplate({ ...template, openId });
  } else await source.api.message.sendCustom(openId, message);
  log.info({ appid, openid: masked(openId), type: message.type }, "a message was sent");
}
