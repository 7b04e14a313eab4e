import { ok, sentAs } from "../answer.ts";
import { type Call, type Endpoint, isFields, isGiven, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { personOf } from "../user/endpoints.ts";
import { readFields, templateOf } from "./fields.ts";
import { noticeOf, pageLink, targetOf, tell } from "./notice.ts";

/**
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage.html
 * for 小程序, and the 订阅通知 of a 服务号.
 */
export const subscribeEndpoints: readonly Endpoint[] = [
  {
    path: "/cgi-bin/message/subscribe/send",
    keepsEmpty: true,
    method: "POST",
    kind: "mini-program",
    ability: "subscribe-message",
    act: (call) => {
      const msgId = send(call, (page) => ownPage(call, page));
      return call.sim.settings.subscribeMsgId ? sentAs(msgId) : ok;
    },
  },
  {
    path: "/cgi-bin/message/subscribe/bizsend",
    keepsEmpty: true,
    method: "POST",
    ability: "subscribe-message",
    act: (call) => sentAs(send(call, (page) => targetOf(call.sim, { ...call.body, url: page }))),
  },
];

const states = ["developer", "trial", "formal"];

/**
 * Sends a message and returns its id. It uses one of the person's permissions (43101). The delivery result is pushed
 * afterwards.
 */
function send({ sim, account, body }: Call, target: (page: string) => ReturnType<typeof pageLink>): bigint {
  if (account.banned) throw new WechatFailure(43107);
  const person = personOf(sim, account, body.touser);
  const template = templateOf(account, body.template_id);
  if (isGiven(body.miniprogram_state) && !states.includes(textOf(body.miniprogram_state)))
    throw new WechatFailure(40097);
  const fields = readFields(template, isFields(body.data) ? body.data : undefined);
  const links = target(textOf(body.page));
  if (!sim.preferences.spendSubscription(person.name, account.appid, template.id)) throw new WechatFailure(43101);
  sim.chats.of(person.name, account.appid).add({ from: "account", ...noticeOf(template.title, fields, links) });
  const msgId = sim.nextMsgId();
  tell(sim, person, account, sent(template.id, msgId));
  return msgId;
}

const sent = (templateId: string, msgId: bigint) =>
  ({
    event: "subscribe_msg_sent_event",
    templateId,
    msgId: String(msgId),
    errorCode: 0,
    errorStatus: "success",
  }) as const;

function ownPage({ sim, account }: Call, page: string): ReturnType<typeof pageLink> {
  if (page === "") return [];
  if (!account.pages.includes(page.split("?")[0] ?? "")) throw new WechatFailure(41030);
  return pageLink(sim, account.appid, page);
}
