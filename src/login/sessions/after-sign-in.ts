// Sends the message that follows a sign-in, from an outbox, so that a crash does not lose it.
import { isLive, provenAt, type Session } from "../../domain/session.ts";
import { fill } from "../../domain/texts.ts";
import { masked } from "../../ports/log.ts";
import type { Stores } from "../../ports/store.ts";
import type { AfterSignIn, LoginContext, Source } from "../context.ts";
import { clockTime, dayOf } from "../transition/prompt.ts";
import { textsOf } from "../transition/prompt-texts.ts";
import { sessionSignedInBy } from "../transition/still-valid.ts";
import { stripLinks } from "../transition/strip-links.ts";
import { type OutgoingMessage, send } from "./send.ts";

/** The message that the application wants after this sign-in, if the source can send it. */
export function messageAfter(
  { applications, sources }: Pick<LoginContext, "applications" | "sources">,
  { applicationId, appid }: Pick<Session, "applicationId" | "appid">,
): AfterSignIn | undefined {
  const source = sources.get(appid);
  return applications
    .get(applicationId)
    ?.afterSignIn.find((one) => source && (one.source ?? appid) === appid && canSend(source, one));
}

/** Only a 服务号 sends template messages. A 网站应用 has no chat. */
const canSend = ({ kind }: Source, { type }: AfterSignIn): boolean =>
  kind === "service" || kind === "test" || (type === "text" && kind === "subscription");

/** A message is dropped after this many milliseconds, because its text is about the latest sign-in. */
const worthSending = 10 * 60_000;

/** A message to send, and its recipient. */
interface DueMessage {
  readonly session: Session;
  readonly message: OutgoingMessage;
}

/**
 * Sends the message of a sign-in, at most once: it is removed from the outbox durably before WeChat is called, and
 * never put back. Never fails; the log has the result.
 */
export async function sendAfterSignIn(setup: LoginContext, attemptId: string): Promise<void> {
  const { store, log } = setup;
  try {
    const due = await store.transact((stores) => take(setup, stores, attemptId));
    if (due === "late") log.warn({ attempt: attemptId }, "a message after a sign-in is too old to be sent");
    else if (due) await sendDue(setup, due);
  } catch (error) {
    log.error({ err: error, attempt: attemptId }, "a message after a sign-in waits for the database");
  }
}

/** Sends what the outbox still held when the process stopped, the oldest first. */
export async function sendOutbox(setup: LoginContext): Promise<void> {
  for (const attemptId of await setup.store.read.outbox(most)) await sendAfterSignIn(setup, attemptId);
}

/** The most messages that one call sends. */
const most = 500;

async function take(setup: LoginContext, stores: Stores, attemptId: string): Promise<DueMessage | "late" | undefined> {
  const keptAt = await stores.outbox.take(attemptId);
  if (keptAt === undefined) return undefined;
  if (stores.now - keptAt > worthSending) return "late";
  const attempt = await stores.attempts.get(attemptId);
  const session = attempt && (await sessionSignedInBy(stores, attempt));
  const wanted = session && isLive(session, stores.now) ? messageAfter(setup, attempt) : undefined;
  if (!session || !wanted) return undefined;
  const account = await stores.accounts.get(session.accountId);
  const application = setup.applications.get(attempt.applicationId);
  if (!account || !application) return undefined;
  const values = {
    site: application.name,
    name: stripLinks(account.name),
    browser: attempt.browserName || textsOf(application, attempt.language).unknownBrowser,
    time: clockTime(provenAt(session)),
    date: dayOf(provenAt(session)),
  };
  return { session, message: filled(wanted, attemptId, values) };
}

function filled(wanted: AfterSignIn, attemptId: string, values: Readonly<Record<string, string>>): OutgoingMessage {
  if (wanted.type === "text") return { type: "text", text: fill(wanted.text, values) };
  const { templateId, data, url, miniProgram } = wanted;
  return {
    type: "template",
    templateId,
    clientMsgId: attemptId,
    data: Object.fromEntries(Object.entries(data).map(([field, text]) => [field, cut(field, fill(text, values))])),
    ...(url === undefined ? {} : { url }),
    ...(miniProgram === undefined ? {} : { miniProgram }),
  };
}

/** The maximum length of a field, by the letters of its name (WeChat answers 47003 for more). */
const longest: Readonly<Record<string, number>> = { thing: 20, character_string: 32, phrase: 5 };

const cut = (field: string, text: string): string =>
  [...text].slice(0, longest[field.replace(/\d+$/, "")] ?? text.length).join("");

async function sendDue(setup: LoginContext, { session: { appid, openId }, message }: DueMessage): Promise<void> {
  try {
    await send(setup, { appid, openId }, message);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    setup.log.warn({ err: error, appid, openid: masked(openId) }, `no message after a sign-in: ${reason}`);
  }
}
