import type { PushResult } from "../../src/simulator/index.ts";
import { decrypt } from "../../src/simulator/push/crypto.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { look, problem, redeem, start, whoIs } from "../stage/stage.ts";
import { type Facts, readFacts, writtenBy } from "./facts.ts";
import { isCommitted, nameOf, type Step } from "./gaps.ts";
import type { FaultHarness } from "./harness.ts";
import { createLossyProxy } from "./lossy-proxy.ts";
import type { Oracle } from "./oracle.ts";
import type { Plan } from "./plan.ts";

/** One sign-in, from the QR to the session's first use. The service is killed at the gap of the plan. */
export async function play(harness: FaultHarness, oracle: Oracle, plan: Plan): Promise<void> {
  const { person, browser } = await cast(harness, plan);
  const started = await start(browser);
  const round = createRound(harness, oracle, plan, { person, browser, started });
  const held = plan.waits ? hold(browser, started) : undefined;
  await round.push("scan", () => scan(harness, person, started));
  await held;
  if ((await look(browser, started)).status === "scanned") {
    await round.push("confirm", () => confirm(harness, plan, person));
  }
  await round.ask("look", () => look(browser, started));
  const first = await round.ask("redeem", () => take(browser, started));
  round.expect("answered differently", await take(browser, started), first);
  const found = await round.ask("session", () => whoIs(browser));
  round.expect("not signed in", found?.session, first.view.session);
  round.expect("answered differently", await problem(await redeem(browser, started)), "409 already_redeemed");
  const { sessions, identities, status } = round.facts();
  round.expect("doubled", { sessions, identities, status }, { sessions: 1, identities: 1, status: "redeemed" });
  harness.members.set(person, browser);
}

async function cast(harness: FaultHarness, { who, choice }: Plan): Promise<{ person: string; browser: Browser }> {
  const [person, browser] = [...harness.members][choice % harness.members.size] ?? [];
  if (person !== undefined && browser && who === "known") return { person, browser };
  if (person !== undefined && who === "returning") return { person, browser: harness.browser() };
  const stranger = harness.stranger();
  harness.deliverBy(harness.reach);
  if (who === "follower") await harness.control.follow(stranger, harness.account.appid);
  return { person: stranger, browser: harness.browser() };
}

/** Makes a waiting request as the widget does, and ignores its failure. */
async function hold(browser: Browser, { id }: StartedAttempt): Promise<void> {
  const headers = { "if-none-match": '"1"', prefer: "wait=30" };
  await browser.request("GET", `/v1/attempts/${id}`, { headers }).catch(() => {});
}

async function scan({ control, account }: FaultHarness, person: string, { qr }: StartedAttempt): Promise<PushResult> {
  const { outcome, push } = await control.scan(person, { content: qr?.content ?? "" });
  if (outcome === "follow-sheet") return (await control.follow(person, account.appid)).push;
  if (!push) throw new Error(`the scan ended in ${outcome}`);
  return push;
}

async function confirm({ control, account: { appid } }: FaultHarness, plan: Plan, person: string): Promise<PushResult> {
  if (plan.answer === "typed") return (await control.send(person, appid, "1")).push;
  const prompt = control.chat(person, appid).findLast(({ links }) => links.length === 2);
  const { push } = await control.tap(person, appid, prompt?.id ?? "", 0);
  if (!push) throw new Error("the tap pushed nothing");
  return push;
}

/** Redeems. Returns the browser's session. */
async function take(browser: Browser, started: StartedAttempt) {
  const response = await redeem(browser, started);
  if (response.status !== 200) throw new Error(`redeem: ${await problem(response)}`);
  const view = (await response.json()) as SessionView;
  return { view, token: browser.cookies.get("__Host-saoma_session") };
}

function createRound(
  harness: FaultHarness,
  oracle: Oracle,
  plan: Plan,
  { person, browser, started }: { person: string; browser: Browser; started: StartedAttempt },
) {
  const { service, control, account } = harness;
  const openId = harness.openIdOf(person);
  const facts = (): Facts => readFacts(harness.path, started.id, openId);

  /** Waits until the service, killed at the step's gap, is restarted, and checks what it still knows. */
  async function recover(step: Step, before: Facts, isAcknowledged: boolean): Promise<void> {
    const gap = plan.kills[step];
    if (!gap) return;
    await service.restarted(gap);
    oracle.landed(gap, isAcknowledged);
    const about = `${plan.name}, ${nameOf(gap)}, ${isAcknowledged ? "" : "not "}acknowledged`;
    const now = facts();
    const written = writtenBy(step, before, now, plan.who === "known");
    oracle.check("half-written", written === "half", `${about}: ${JSON.stringify({ before, now })}`);
    if (isAcknowledged || isCommitted(gap)) oracle.check("lost", written === "nothing", about);
    if (!isCommitted(gap) && written === "whole") throw new Error(`${about}: it was committed before that`);
    const { status } = await look(browser, started);
    oracle.check("lost", status !== now.status, `${about}: the browser sees ${status}, stored is ${now.status}`);
  }

  return {
    facts,
    expect(violation: Parameters<Oracle["check"]>[0], found: unknown, wanted: unknown) {
      const texts = [found, wanted].map((value) => JSON.stringify(value));
      oracle.check(violation, texts[0] !== texts[1], `${plan.name} ${JSON.stringify(plan)}: ${texts.join(" is not ")}`);
    },
    /** A push of a person's action. It is delivered again, or the action is repeated, until it is answered. */
    async push(step: "scan" | "confirm", act: () => Promise<PushResult>): Promise<void> {
      const before = facts();
      const gap = plan.kills[step];
      const isDelivered = plan.retriedBy === "delivery";
      control.patchSettings({ retryOnRefused: isDelivered });
      const afterFirst = (isAcknowledged: boolean) => recover(step, before, isAcknowledged);
      const proxy = createLossyProxy({ reach: harness.reach, losing: isDelivered ? 1 : 0, afterFirst });
      harness.deliverBy(proxy.send);
      if (gap) await service.arm(gap);
      const { outcome } = await act();
      await proxy.settled();
      const replies = proxy.answers.map((answer) => decrypt(account.aesKey, account.appid, encryptedIn(answer)));
      for (const reply of replies.slice(1)) this.expect("answered differently", reply, replies[0]);
      if (outcome !== "failed") return;
      harness.deliverBy(harness.reach);
      const { outcome: second, reason } = await act();
      if (second !== "replied") throw new Error(`${plan.name}, ${step}: ${second} ${reason}`);
    },
    /** A request of the browser, repeated if the connection broke. */
    async ask<T>(step: Step, act: () => Promise<T>): Promise<T> {
      const gap = plan.kills[step];
      if (!gap) return act();
      const before = facts();
      await service.arm(gap);
      const answer = await act().catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error;
        return undefined;
      });
      await recover(step, before, answer !== undefined);
      return answer ?? act();
    },
  };
}

const encryptedIn = (answer: string): string => /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(answer)?.[1] ?? "";
