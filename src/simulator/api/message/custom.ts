// The simulated calls of customer-service messages.
import type { Simulation } from "../../simulation.ts";
import { type Account, isFollowable } from "../../world/accounts.ts";
import type { Person } from "../../world/people.ts";
import { ok } from "../answer.ts";
import { type Call, type Endpoint, type Fields, isFields, isGiven, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { personOf } from "../user/endpoints.ts";
import { readContent } from "./content.ts";

/** https://developers.weixin.qq.com/doc/subscription/api/customer/message/api_sendcustommessage.html */
export const customEndpoints: readonly Endpoint[] = [
  { path: "/cgi-bin/message/custom/send", method: "POST", ability: "custom-message", keepsEmpty: true, act: send },
  { path: "/cgi-bin/message/custom/typing", method: "POST", ability: "custom-message", keepsEmpty: true, act: typing },
];

/** Sends a message. Everything is checked before one of the allowed messages is used. */
function send({ sim, account, body }: Call): object {
  const person = personOf(sim, account, body.touser);
  const shown = readContent(sim, body);
  const agent = agentOf(account, body);
  checkReach(sim, person, account);
  const taken = sim.allowances.take(person.name, account.appid);
  if (taken === "closed") throw new WechatFailure(45015);
  if (taken === "used-up") throw new WechatFailure(45047);
  sim.typing.stop(person.name, account.appid);
  sim.chats.of(person.name, account.appid).add({ from: "account", ...shown, ...agent, ...madeByMachine(body) });
  return ok;
}

function agentOf({ agents }: Account, { customservice }: Fields): { agent?: string } {
  if (!isFields(customservice) || !isGiven(customservice)) return {};
  const agent = textOf(customservice.kf_account);
  if (!agents.includes(agent)) throw new WechatFailure(65401);
  return { agent };
}

const madeByMachine = ({ aimsgcontext }: Fields): { isAi?: boolean } =>
  isFields(aimsgcontext) && aimsgcontext.is_ai_msg === 1 ? { isAi: true } : {};

/**
 * Checks that the person can get messages. Throws 43004 if they never followed, 45015 if they have unfollowed, and the
 * errcodes of blocked messages.
 */
function checkReach(sim: Simulation, person: Person, account: Account): void {
  const { appid } = account;
  const { messages, isBlacklisted, isMinor } = sim.preferences.of(person.name, appid);
  if (isBlacklisted) throw new WechatFailure(43019);
  if (isMinor) throw new WechatFailure(70000);
  if (isFollowable(account) && !person.follows.has(appid))
    throw new WechatFailure(sim.follows.hasEver(person.name, appid) ? 45015 : 43004);
  if (messages === "refused") throw new WechatFailure(48002);
}

function typing({ sim, account, body }: Call): object {
  const person = personOf(sim, account, body.touser);
  const { appid } = account;
  if (body.command === "CancelTyping") {
    sim.typing.stop(person.name, appid);
    return ok;
  }
  if (body.command !== "Typing") throw new WechatFailure(45072);
  if (!sim.allowances.isTalking(person.name, appid)) throw new WechatFailure(45080);
  if (sim.typing.isOn(person.name, appid)) throw new WechatFailure(45081);
  sim.typing.start(person.name, appid);
  return ok;
}
