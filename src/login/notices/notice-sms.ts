import { hmacSha256 } from "../../base/bytes.ts";
import type { Notice } from "../../domain/notice.ts";
import { countryOf, maskPhone } from "../../domain/phone.ts";
import type { Limit } from "../../ports/limits.ts";
import type { LoginContext, Sms } from "../context.ts";
import { languageOf, noticeApplication } from "./notice-text.ts";

/** The limit of SMS to one account's phone. */
const perAccount: Limit = { times: 5, per: 86_400_000 };

const dayLength = 86_400_000;

/**
 * Sends an SMS to the account's phone about an unread notice, if the operator has a template for it. Numbers are
 * recycled, so the SMS contains no name and no link. It is sent at most once, within the account's own limit and the
 * day's budget. Never fails because of a provider's error, which is logged.
 */
export async function sendNoticeSms(setup: LoginContext, notice: Notice): Promise<void> {
  const { sms, store, log, key } = setup;
  const phone = sms?.noticeTemplate === undefined ? undefined : (await store.read.account(notice.accountId))?.phone;
  if (!sms || phone === undefined || !(await isWithin(setup, sms, notice, phone))) return;
  const application = noticeApplication(setup, notice);
  const message = {
    id: hmacSha256(key.reveal(), "sms", notice.id),
    to: phone,
    site: application?.name ?? "",
    language: languageOf(application),
    template: sms.noticeTemplate ?? "",
  };
  const about = { phone: maskPhone(phone), notice: notice.kind };
  try {
    await sms.sender.send(message);
    log.info(about, "a notice was sent by SMS");
  } catch (error) {
    log.warn({ ...about, err: error }, "a notice was not sent by SMS");
  }
}

async function isWithin(setup: LoginContext, sms: Sms, notice: Notice, phone: string): Promise<boolean> {
  const country = countryOf(phone, Object.keys(sms.prices));
  const price = country === undefined ? undefined : sms.prices[country];
  if (country === undefined || price === undefined) return false;
  // Not counted with the number's codes: whoever asks for those would use up what tells the account of them.
  const counted = `sms:${hmacSha256(setup.key.reveal(), "sms-limit", `notices ${notice.accountId}`)}`;
  if (!(await setup.failureLimiter.hitOnce(counted, `notice ${notice.id}`, perAccount)).allowed) return false;
  return setup.store.transact(({ smsSpend, now }) => smsSpend.add(Math.floor(now / dayLength), price, sms.dailyCap));
}
