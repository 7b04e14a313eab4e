import { isKeptFrom, type Notice, type NoticeDelivery, phoneDelivery } from "../../domain/notice.ts";
import { masked } from "../../ports/log.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { sendNoticeSms } from "./notice-sms.ts";
import { noticeText } from "./notice-text.ts";

/**
 * Sends notices to chats at once, where WeChat allows it: to followers who interacted in the last two days. All
 * others get them with the next reply. An account's phone gets an SMS, at most once. Never fails; the log has the
 * result.
 */
export async function sendNotices(setup: LoginContext, notices: readonly Notice[]): Promise<void> {
  for (const notice of notices) {
    await guarded(setup, async () => {
      for (const delivery of await setup.store.read.deliveriesOf(notice)) await sendOne(setup, delivery);
    });
  }
}

/** After this many milliseconds an unsent message waits for the next reply. */
const worthSending = 3_600_000;

/** The most notices that one call sends. */
const most = 500;

/** Sends notices that were pending when the process stopped. */
export async function sendLeftNotices(setup: LoginContext): Promise<void> {
  const since = setup.store.now() - worthSending;
  await guarded(setup, async () => {
    for (const delivery of await setup.store.read.untriedDeliveries(since, most)) await sendOne(setup, delivery);
  });
}

async function guarded({ log }: LoginContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error }, "a notice waits for the database");
  }
}

/** Noted before anybody is asked to send it, so that no two do. */
const sendOne = (setup: LoginContext, delivery: NoticeDelivery): Promise<void> =>
  delivery.appid === phoneDelivery.appid ? sendToPhone(setup, delivery) : sendToChat(setup, delivery);

/** An SMS costs money and cannot be taken back: what a provider did not accept is not sent again. */
async function sendToPhone(setup: LoginContext, delivery: NoticeDelivery): Promise<void> {
  const notice = await setup.store.transact(({ notices }) => takeFrom(notices, delivery));
  if (notice) await sendNoticeSms(setup, notice);
}

async function takeFrom(notices: Stores["notices"], delivery: NoticeDelivery): Promise<Notice | undefined> {
  return (await notices.told(delivery)) ? notices.get(delivery.noticeId) : undefined;
}

/** Told only once WeChat took it. */
async function sendToChat(setup: LoginContext, delivery: NoticeDelivery): Promise<void> {
  const { store, sources } = setup;
  const source = sources.get(delivery.appid);
  if (!source?.canWrite) return;
  const notice = await store.transact(async ({ accounts, notices, now }) => {
    const notice = await notices.get(delivery.noticeId);
    const identity = await accounts.identity(delivery.appid, delivery.openId);
    if (!notice || (identity && isKeptFrom(notice.kind, identity))) return undefined;
    return (await notices.tryOnce(delivery, now)) ? notice : undefined;
  });
  if (!notice) return;
  const about = { appid: delivery.appid, openid: masked(delivery.openId), notice: notice.kind };
  try {
    await source.api.message.sendCustom(delivery.openId, { type: "text", text: noticeText(setup, notice) });
  } catch (error) {
    setup.log.info({ ...about, err: error }, "a notice waits for the next reply in the chat");
    await store.transact(({ notices }) => notices.notSent(delivery));
    return;
  }
  await store.transact(({ notices }) => notices.told(delivery));
  setup.log.info(about, "a notice was sent");
}
