// The simulated calls of template messages.
import type { PersonEvent } from "../../push/event-schema.ts";
import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import type { Person } from "../../world/people.ts";
import { sentAs } from "../answer.ts";
import { type Call, type Endpoint, isFields } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { personOf } from "../user/endpoints.ts";
import { readFields, templateOf } from "./fields.ts";
import { noticeOf, targetOf, tell } from "./notice.ts";

/** https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html */
export const templateEndpoints: readonly Endpoint[] = [
  {
    path: "/cgi-bin/message/template/send",
    keepsEmpty: true,
    method: "POST",
    ability: "template-message",
    limits: { day: 100_000 },
    act: send,
  },
];

/** Responds at once; the delivery result is pushed afterwards. */
function send({ sim, account, body }: Call): object {
  const person = personOf(sim, account, body.touser);
  if (!person.follows.has(account.appid)) throw new WechatFailure(43004);
  const template = templateOf(account, body.template_id);
  if (!isFields(body.data) || Object.keys(body.data).length === 0) throw new WechatFailure(40249);
  const fields = readFields(template, body.data);
  const links = targetOf(sim, body);
  const status = statusOf(sim, person, account);
  if (status === "success")
    sim.chats.of(person.name, account.appid).add({ from: "account", ...noticeOf(template.title, fields, links) });
  const msgId = sim.nextMsgId();
  tell(sim, person, account, { event: "TEMPLATESENDJOBFINISH", msgId: String(msgId), status });
  return sentAs(msgId);
}

type Status = Extract<PersonEvent, { event: "TEMPLATESENDJOBFINISH" }>["status"];

function statusOf({ preferences, settings }: Simulation, { name }: Person, { appid }: Account): Status {
  if (preferences.of(name, appid).messages === "refused") return "failed:user block";
  return settings.templateResult === "success" ? "success" : "failed: system failed";
}
