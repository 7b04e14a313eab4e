import type { Simulation } from "../simulation.ts";
import { type Attempt, attempt, type Ending } from "./delivery.ts";
import { judge, type Verdict } from "./judge.ts";
import type { Push } from "./push.ts";
import type { Reply } from "./reply.ts";

/** What became of a push: `none` when the account has no server URL. */
export interface PushResult {
  outcome: "replied" | "silent" | "failed" | "none";
  deliveries: number;
  reason?: string;
}

const maxDeliveries = 3;

/**
 * Delivers a push as WeChat does: three requests at most, the next one only after no answer within 5 s (or as
 * the settings say), and shows the person the reply, or a tip that the service failed.
 */
export async function deliver(sim: Simulation, push: Push): Promise<PushResult> {
  sim.allowances.grant(push);
  if (push.account.pushUrl === null) return { outcome: "none", deliveries: 0 };
  const attempts = sim.faults.take("push", ["duplicate"]) ? await thrice(sim, push) : await untilAnswered(sim, push);
  const verdict = verdictOn(sim, push, attempts);
  show(sim, push, verdict);
  const reason = verdict.outcome === "failed" ? { reason: verdict.reason } : {};
  sim.log.add({
    kind: "push",
    what: push.what,
    appid: push.account.appid,
    person: push.person.name,
    outcome: verdict.outcome,
    ...reason,
    deliveries: attempts.map(({ entry }) => entry),
  });
  return { outcome: verdict.outcome, deliveries: attempts.length, ...reason };
}

/** The `duplicate` fault: three deliveries at once, as after an answer that came too late. */
const thrice = (sim: Simulation, push: Push): Promise<Attempt[]> =>
  Promise.all(Array.from({ length: maxDeliveries }, () => attempt(sim, push)));

async function untilAnswered(sim: Simulation, push: Push): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  while (attempts.length < maxDeliveries) {
    const last = await attempt(sim, push);
    attempts.push(last);
    if (!isRetried(sim, last.ending)) break;
  }
  return attempts;
}

function isRetried({ settings }: Simulation, ending: Ending): boolean {
  if (ending.kind === "timeout") return true;
  if (ending.kind === "refused") return settings.retryOnRefused;
  return ending.status >= 500 && settings.retryOn5xx;
}

/** The first answer that is one counts; else the last failure. */
function verdictOn(sim: Simulation, push: Push, attempts: Attempt[]): Verdict {
  const verdicts = attempts.map((attempt) => verdictOf(sim, push, attempt));
  return (
    verdicts.find((verdict) => verdict.outcome !== "failed") ??
    verdicts.at(-1) ?? { outcome: "failed", reason: "it was not delivered" }
  );
}

function verdictOf({ settings }: Simulation, push: Push, { ending, nonce, entry }: Attempt): Verdict {
  if (ending.kind === "timeout") return { outcome: "failed", reason: "no answer within 5 s" };
  if (ending.kind === "refused") return { outcome: "failed", reason: `no connection: ${ending.reason}` };
  if (ending.status !== 200) return { outcome: "failed", reason: `the answer's status was ${ending.status}, not 200` };
  return judge({
    push,
    nonce,
    body: ending.body,
    settings,
    show: (check) => entry.checks.push(check),
    showPlain(text) {
      entry.answerPlain = text;
    },
  });
}

function show(sim: Simulation, { account, person, allowsReply, showsTip }: Push, verdict: Verdict): void {
  const chat = sim.chats.of(person.name, account.appid);
  if (verdict.outcome === "replied" && allowsReply) showReply(chat, verdict.reply);
  if (verdict.outcome === "failed" && showsTip)
    chat.tip(account.kind === "service" ? sim.settings.serviceTip : sim.settings.accountTip);
}

function showReply(
  chat: { received(reply: Exclude<Reply, { type: "transfer_customer_service" }>): void },
  reply: Reply,
): void {
  // Handed to a human: the person sees nothing until one writes.
  if (reply.type !== "transfer_customer_service") chat.received(reply);
}
