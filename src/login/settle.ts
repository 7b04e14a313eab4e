import type { Attempt, DeclineReason, Outcome } from "../domain/attempt.ts";
import { SaomaError } from "../domain/errors.ts";
import type { Stores } from "../ports/store.ts";
import { type Effect, say } from "./effect.ts";
import type { LoginEvent } from "./events.ts";
import { grant } from "./grant.ts";
import { speak } from "./prompt.ts";
import { type Application, type Setup, textsOf } from "./setup.ts";

/** An attempt before and after a person's act. */
export interface Change {
  readonly application: Application;
  readonly openId: string;
  readonly before: Attempt;
  readonly after: Attempt;
  readonly outcome: Outcome;
}

/** Keeps what a person's act did to an attempt, and finds the words for it. */
export async function settle(setup: Setup, stores: Stores, change: Change): Promise<Effect> {
  if (change.outcome === "moved") return moved(setup, stores, change);
  if (change.after !== change.before) await save(stores, change.before, change.after);
  return say(await wordsForRepeat(stores, change), { hints: hintsOf(change) });
}

/** Writes the next state of an attempt; fails, to be tried again, where another writer was first. */
export async function save(stores: Stores, before: Attempt, after: Attempt): Promise<void> {
  if (await stores.attempts.replace(before, after)) return;
  throw new SaomaError("store_unavailable", { detail: `attempt ${before.id} changed during its transaction` });
}

const hintsOf = ({ before, after }: Change): string[] => (before === after ? [] : [after.id]);

async function moved(setup: Setup, stores: Stores, change: Change): Promise<Effect> {
  const granted =
    change.after.status === "granted" ? await grant(setup, stores, change.after, change.openId) : undefined;
  const after = granted?.attempt ?? change.after;
  await save(stores, change.before, after);
  const events = [...eventsOf(change), ...(granted?.events ?? [])];
  return say(words(stores, change, after, granted?.account.name), { hints: [after.id], events });
}

function eventsOf({ before, after, openId }: Change): LoginEvent[] {
  const about = { attemptId: after.id, applicationId: after.applicationId, appid: after.appid, openId };
  const events: LoginEvent[] = before.status === "pending" ? [{ name: "scanned", data: about }] : [];
  if (after.reason) events.push({ name: "declined", data: { ...about, reason: after.reason } });
  return events;
}

const declines = { newcomer_refused: "refused", by_person: "declined" } as const satisfies Record<
  DeclineReason,
  string
>;

function words(stores: Stores, { application, before }: Change, after: Attempt, name?: string): string {
  const texts = textsOf(application, after.language);
  const template = () => {
    if (after.reason) return texts[declines[after.reason]];
    if (after.status === "scanned") return texts.ask;
    return before.status === "pending" ? texts.welcomeBack : texts.signedIn;
  };
  return speak(template(), texts, after, application.name, {
    now: stores.now,
    ...(name === undefined ? {} : { name }),
  });
}

async function wordsForRepeat(stores: Stores, change: Change): Promise<string> {
  const { after, application, outcome } = change;
  const texts = textsOf(application, after.language);
  if (outcome === "same") {
    const account = after.accountId ? await stores.accounts.get(after.accountId) : undefined;
    return words(stores, { ...change, before: { ...after, status: "scanned" } }, after, account?.name);
  }
  if (after.status === "expired") return texts.expired;
  return outcome === "ended" && after.openId === change.openId ? texts.late : texts.used;
}
