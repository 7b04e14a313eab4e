// The console's texts for the steps, results and failures of attempts.
import type { DeclineReason } from "../../domain/attempt.ts";
import type { AttemptLogEntry, AttemptRecord, LoggedAttempt, LoggedStep } from "../../domain/attempt-log.ts";
import type { Language } from "../../domain/language.ts";
import type { Reached, SignInHour } from "../../domain/sign-in-hour.ts";

type Both = readonly [chinese: string, english: string];

const steps: Readonly<Record<LoggedStep, Both>> = {
  shown: ["页面显示了二维码或登录码", "The page showed its QR or code"],
  scanned: ["用户扫了码，或发来了登录码", "The person scanned, or sent the code"],
  asked: ["聊天里请用户确认", "The person was asked to confirm"],
  unasked: ["不用确认，直接通过", "Granted without a question"],
  confirmed: ["用户确认了", "The person confirmed"],
  phone_asked: ["请用户验证手机号", "The person was asked for a phone"],
  phone_bound: ["手机号已验证", "The phone was verified"],
  redeemed: ["浏览器登录成功", "The browser was signed in"],
  declined: ["被拒绝", "Declined"],
  expired: ["过期", "Expired"],
  cancelled: ["浏览器取消了，或重新开始了", "The browser cancelled it, or began again"],
};

const declined: Readonly<Partial<Record<DeclineReason, Both>>> = {
  by_person: ["用户自己拒绝了，或点了“不是我”。", "The person said no, or tapped “not me”."],
  wrong_number: ["用户选的数字和页面上的不一样。", "The person picked another number than the page showed."],
  wrong_pairing_code: ["页面上输错了三次配对码。", "Three wrong pairing codes were typed on the page."],
  newcomer_refused: [
    "用户没有账号，而这个应用不接受新用户。",
    "The person has no account, and the application takes no new people.",
  ],
  conflict: ["这个微信或手机号属于另一个账号。", "The WeChat or the phone belongs to another account."],
  wechat_lost: [
    "这个微信登记为丢失。找回了，就在用户页面取消登记。",
    "The WeChat is marked as lost. If it is back, remove the mark on the person’s page.",
  ],
  account_suspended: [
    "账号已停用。要让他登录，先恢复账号。",
    "The account is suspended. To let them in, lift the suspension.",
  ],
  not_admitted: [
    "这个应用只对几个组开放，用户不在其中。要让他登录，把账号加进组里。",
    "The application is for groups, and the person is in none of them. To let them in, add the account to a group.",
  ],
};

const stopped: Readonly<Partial<Record<LoggedStep, Both>>> = {
  shown: ["没有人在有效期内扫码。", "Nobody scanned it in time."],
  asked: ["用户扫了码，但没有在有效期内确认。", "The person scanned, but did not confirm in time."],
  phone_asked: ["用户没有在有效期内验证手机号。", "The person did not verify a phone in time."],
  confirmed: [
    "用户确认了，但浏览器没有来取：页面可能关掉了。",
    "The person confirmed, but the browser did not fetch it: the page may have been closed.",
  ],
  unasked: [
    "已经通过，但浏览器没有来取：页面可能关掉了。",
    "It was granted, but the browser did not fetch it: the page may have been closed.",
  ],
};

const states: Readonly<Record<AttemptRecord["status"], Both>> = {
  pending: ["等待扫码", "waiting for a scan"],
  scanned: ["等待确认", "waiting for the person"],
  phone_required: ["等待手机号", "waiting for a phone"],
  granted: ["等待浏览器", "waiting for the browser"],
  redeemed: ["已登录", "signed in"],
  expired: ["已过期", "expired"],
  declined: ["被拒绝", "declined"],
  cancelled: ["已取消", "cancelled"],
};

const inLanguage = (both: Both, language: Language): string => both[language === "en" ? 1 : 0];

export const stepWords = (step: LoggedStep, language: Language): string => inLanguage(steps[step], language);

export const stateWords = (status: AttemptRecord["status"], language: Language): string =>
  inLanguage(states[status], language);

/** The result of an attempt in one sentence; if it failed, why. */
export function whyOf({ status, reason, entries }: LoggedAttempt, language: Language): string {
  const known = reason === undefined ? undefined : declined[reason];
  if (known) return inLanguage(known, language);
  if (status === "expired") return inLanguage(stopped[furthest(entries)] ?? steps.expired, language);
  const refused = entries.findLast(({ kind }) => kind === "refused");
  const code = refused?.kind === "refused" ? ` (${refused.code})` : "";
  return stateWords(status, language) + (status === "redeemed" ? "" : code);
}

const late: Readonly<Partial<Record<Reached, LoggedStep>>> = {
  shown: "shown",
  scanned: "asked",
  confirmed: "confirmed",
};

/** Why sign-ins that reached this step and ended in this way failed. */
export function failureWords({ reached, ending }: Pick<SignInHour, "reached" | "ending">, language: Language): string {
  if (ending === "expired") return inLanguage(stopped[late[reached] ?? "shown"] ?? steps.expired, language);
  if (ending === "cancelled") return inLanguage(steps.cancelled, language);
  return inLanguage(declined[ending as DeclineReason] ?? steps.declined, language);
}

/** The last step of an attempt that expired. */
function furthest(entries: readonly AttemptLogEntry[]): LoggedStep {
  const last = entries.findLast((entry) => entry.kind === "step" && entry.step !== "expired");
  return last?.kind === "step" ? last.step : "shown";
}
