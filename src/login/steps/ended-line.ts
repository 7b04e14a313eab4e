import type { Attempt, AttemptStatus, DeclineReason, Purpose } from "../../domain/attempt.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import { type Log, masked } from "../../ports/log.ts";
import type { AttemptStep } from "./attempt-step.ts";

/** The outcome of a redeemed attempt, by its purpose. */
const fetched: Readonly<Record<Purpose, string>> = {
  "sign-in": "signed in",
  link: "an account was given one more WeChat",
  prove: "a WeChat of the account approved something",
  administer: "an administrator entered the console",
};

/** The reason why an attempt was not redeemed, by the status in which it expired. */
const late: Readonly<Partial<Record<AttemptStatus, string>>> = {
  pending: "not scanned in time",
  scanned: "the person did not confirm in time",
  phone_required: "the person did not bind a phone in time",
  granted: "the browser did not redeem it in time",
};

const declined: Readonly<Record<DeclineReason, string>> = {
  by_person: "the person said no",
  wrong_number: "the person picked another number than the browser's",
  wrong_pairing_code: "wrong pairing codes were typed on the page",
  newcomer_refused: "the person has no account, and newcomers get none",
  conflict: "the person's WeChat or phone belongs to another account",
  not_admitted: "the application is for groups, and the person is in none of them",
  account_suspended: "the operator suspended the person's account",
  wechat_lost: "the operator marked the person's WeChat as lost",
};

function whyOf({ before, after }: AttemptStep): string {
  if (after.status === "redeemed") return fetched[after.purpose];
  if (after.reason) return declined[after.reason];
  return after.status === "expired" ? (late[before?.status ?? "pending"] ?? "it expired") : "the browser cancelled it";
}

/** Logs one line for an attempt that has ended; nothing for other changes. */
export function logEnded(log: Log, step: AttemptStep, requestId: string | undefined): void {
  if (!hasEnded(step.after) || (step.before && hasEnded(step.before))) return;
  const fields = { ...outcomeOf(step), ...personOf(step.after), attempt: step.after.id };
  const request = requestId === undefined ? {} : { requestId };
  log.info({ ...fields, ...request }, `a sign-in ended: ${whyOf(step)}`);
}

function outcomeOf({ before, after, at }: AttemptStep) {
  const { applicationId: application, channel: way, purpose, status: outcome, reason, createdAt, expiresAt } = after;
  const endedAt = outcome === "expired" ? expiresAt : at;
  return {
    application,
    way,
    ...(purpose === "sign-in" ? {} : { purpose }),
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(outcome === "expired" && before ? { stoppedAt: before.status } : {}),
    seconds: Math.round((endedAt - createdAt) / 100) / 10,
  };
}

const personOf = ({ accountId, openId }: Attempt) => ({
  ...(accountId === undefined ? {} : { account: masked(accountId) }),
  ...(openId === undefined ? {} : { openid: masked(openId) }),
});
