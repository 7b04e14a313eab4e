import * as z from "zod";
import type { Account } from "./account.ts";
import { digits, done } from "./call.ts";
import { type CustomMessage, wireMessage } from "./custom-message.ts";

/** How a customer-service message is sent. */
export interface CustomOptions {
  /** The agent it comes from, such as `agent@account`. */
  account?: string;
  /** Marks it as written by an AI. */
  byAi?: boolean;
}

/** A page of a mini-program. */
export interface MiniProgramPage {
  /** The appid of the mini-program. */
  appid: string;
  /** The path of the page, with its query. */
  pagePath: string;
}

interface ToPerson {
  openId: string;
  templateId: string;
  /** The template's fields, such as `{ thing1: "Tea" }`; each has a limit by its kind (47003). */
  data: Readonly<Record<string, string>>;
}

/** A template message (模板消息) of a 服务号. */
export interface TemplateMessage extends ToPerson {
  /** The address that a tap opens; `miniProgram` takes precedence. */
  url?: string;
  /** The mini-program's page that a tap opens. */
  miniProgram?: MiniProgramPage;
  /** Prevents a message that is sent again from arriving twice. */
  clientMsgId?: string;
}

/** A subscribe message (订阅消息) of a mini-program. */
export interface SubscribeMessage extends ToPerson {
  /** The page that a tap opens, with its query. */
  page?: string;
  /** The version that opens. Default: `formal`. */
  version?: "developer" | "trial" | "formal";
  /** The language of the mini-program. Default: `zh_CN`. */
  language?: "zh_CN" | "en_US" | "zh_HK" | "zh_TW";
}

/** A subscribe notice (订阅通知) of a 服务号 or 公众号. */
export interface SubscribeNotice extends ToPerson {
  /** The web page that a tap opens. */
  page?: string;
  /** The mini-program's page that a tap opens. */
  miniProgram?: MiniProgramPage;
}

/** Sending messages to people. WeChat decides who may get messages and how often: 45015, 45047, 43004, 43101. */
export interface MessageApi {
  /**
   * Sends a customer-service message: up to 5 in 48 h after the person wrote, up to 3 within 60 s of a follow, a
   * scan or a tap on the menu.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  sendCustom(openId: string, message: CustomMessage, options?: CustomOptions): Promise<void>;
  /**
   * Shows or hides "typing…". Needs a message from the person in the last 30 s (45080).
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  typing(openId: string, on?: boolean): Promise<void>;
  /**
   * Sends a template message of a service account. The answer is its id; whether it arrived comes as the event
   * `TEMPLATESENDJOBFINISH` with that `MsgID`.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  sendTemplate(message: TemplateMessage): Promise<string>;
  /**
   * Sends a mini-program's subscribe message to a person who allowed one (43101).
   * @see
   * https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
   */
  sendSubscribe(message: SubscribeMessage): Promise<void>;
  /**
   * Sends a service account's subscribe notice (订阅通知) to a person who allowed one (43101).
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  sendNotice(message: SubscribeNotice): Promise<void>;
}

/** A response with an id, or only with `errcode` 0. In both cases the message was sent, and must not be sent again. */
const sent = z.union([z.object({ msgid: digits }).transform(({ msgid }) => msgid), done.transform(() => "")]);

export function createMessageApi({ call }: Account): MessageApi {
  return {
    sendCustom(touser, message, { account, byAi } = {}) {
      const { type } = message;
      const body = {
        touser,
        msgtype: type,
        [type]: wireMessage(message),
        ...(account === undefined ? {} : { customservice: { kf_account: account } }),
        ...(byAi === undefined ? {} : { aimsgcontext: { is_ai_msg: byAi ? 1 : 0 } }),
      };
      return call({ endpoint: "/cgi-bin/message/custom/send", body, answer: done });
    },
    typing(touser, on = true) {
      const body = { touser, command: on ? "Typing" : "CancelTyping" };
      return call({ endpoint: "/cgi-bin/message/custom/typing", body, answer: done });
    },
    sendTemplate(message) {
      const { url, clientMsgId: client_msg_id } = message;
      const body = { ...toPerson(message), ...miniProgramOf(message), url, client_msg_id };
      return call({ endpoint: "/cgi-bin/message/template/send", body, answer: sent });
    },
    sendSubscribe(message) {
      const { page, version: miniprogram_state, language: lang } = message;
      const body = { ...toPerson(message), page, miniprogram_state, lang };
      return call({ endpoint: "/cgi-bin/message/subscribe/send", body, answer: done });
    },
    sendNotice(message) {
      const body = { ...toPerson(message), ...miniProgramOf(message), page: message.page };
      return call({ endpoint: "/cgi-bin/message/subscribe/bizsend", body, answer: done });
    },
  };
}

function toPerson({ openId, templateId, data }: ToPerson): object {
  const fields = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, { value }]));
  return { touser: openId, template_id: templateId, data: fields };
}

const miniProgramOf = ({ miniProgram }: { miniProgram?: MiniProgramPage }): object =>
  miniProgram ? { miniprogram: { appid: miniProgram.appid, pagepath: miniProgram.pagePath } } : {};
