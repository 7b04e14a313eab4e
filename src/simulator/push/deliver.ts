import type { Simulation } from "../simulation.ts";
import { type Delivery, type DeliveryResult, deliverOnce } from "./delivery.ts";
import { parseReply, type ReplyVerdict } from "./parse-reply.ts";
import type { Push } from "./push.ts";
import type { Reply } from "./reply.ts";

/** What happened to a push. */
export interface PushResult {
  /**
   * `replied`: answered with a reply. `silent`: answered without one. `failed`: never answered in time. `none`:
   * nothing was sent; the account has no server URL.
   */
  outcome: "replied" | "silent" | "failed" | "none";
  /** How often it was delivered. */
  deliveries: number;
  /** Why it failed. */
  reason?: string;
}

const maxDeliveries = 3;

/**
 * Delivers a push as WeChat does: at most three requests, the next one only if there is no response within 5 s (or as
 * the settings say). Then shows the person the reply, or a tip that the service failed.
 */
export async function deliver(sim: Simulation, push: Push): Promise<PushResult> {
  sim.allowances.grant(push);
  if (push.account.pushUrl === null) return { outcome: "none", deliveries: 0 };
  const deliveries = sim.faults.take("push", ["duplicate"])
    ? await deliverThrice(sim, push)
    : await deliverUntilAnswered(sim, push);
  const verdict = verdictOn(sim, push, deliveries);
  show(sim, push, verdict);
  const reason = verdict.outcome === "failed" ? { reason: verdict.reason } : {};
  sim.log.add({
    kind: "push",
    what: push.what,
    appid: push.account.appid,
    person: push.person.name,
    outcome: verdict.outcome,
    ...reason,
    deliveries: deliveries.map(({ entry }) => entry),
  });
  return { outcome: verdict.outcome, deliveries: deliveries.length, ...reason };
}

/** The `duplicate` fault: three deliveries at once, as after a response that came too late. */
const deliverThrice = (sim: Simulation, push: Push): Promise<Delivery[]> =>
  Promise.all(Array.from({ length: maxDeliveries }, () => deliverOnce(sim, push)));

async function deliverUntilAnswered(sim: Simulation, push: Push): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  while (deliveries.length < maxDeliveries) {
    const last = await deliverOnce(sim, push);
    deliveries.push(last);
    if (!isRetried(sim, last.result)) break;
  }
  return deliveries;
}

function isRetried({ settings }: Simulation, result: DeliveryResult): boolean {
  if (result.kind === "timeout") return true;
  if (result.kind === "refused") return settings.retryOnRefused;
  return result.status >= 500 && settings.retryOn5xx;
}

/** The verdict on a push: the first valid response, or the last failure. */
function verdictOn(sim: Simulation, push: Push, deliveries: Delivery[]): ReplyVerdict {
  const verdicts = deliveries.map((delivery) => verdictOf(sim, push, delivery));
  return (
    verdicts.find((verdict) => verdict.outcome !== "failed") ??
    verdicts.at(-1) ?? { outcome: "failed", reason: "it was not delivered" }
  );
}

function verdictOf({ settings }: Simulation, push: Push, { result, nonce, entry }: Delivery): ReplyVerdict {
  if (result.kind === "timeout") return { outcome: "failed", reason: "no answer within 5 s" };
  if (result.kind === "refused") return { outcome: "failed", reason: `no connection: ${result.reason}` };
  if (result.status !== 200) return { outcome: "failed", reason: `the answer's status was ${result.status}, not 200` };
  return parseReply({
    push,
    nonce,
    body: result.body,
    settings,
    show: (check) => entry.checks.push(check),
    showPlain(text) {
      entry.answerPlain = text;
    },
  });
}

function show(sim: Simulation, { account, person, allowsReply, showsTip }: Push, verdict: ReplyVerdict): void {
  const chat = sim.chats.of(person.name, account.appid);
  if (verdict.outcome === "replied" && allowsReply) showReply(chat, verdict.reply);
  if (verdict.outcome === "failed" && showsTip)
    chat.tip(account.kind === "service" ? sim.settings.serviceTip : sim.settings.accountTip);
}

function showReply(
  chat: { received(reply: Exclude<Reply, { type: "transfer_customer_service" }>): void },
  reply: Reply,
): void {
  // After a transfer to customer service the person sees nothing until an agent writes.
  if (reply.type !== "transfer_customer_service") chat.received(reply);
}
