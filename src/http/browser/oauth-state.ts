/** What the page that WeChat comes back to may say, each a headline and a line below it. */
export type OauthPageState =
  | "working"
  | "granted"
  | "phone_required"
  | "done"
  | "declined"
  | "phoneConflict"
  | "linkConflict"
  | "proofConflict"
  | "lost"
  | "suspended"
  | "notAdmitted"
  | "snapshot"
  | "ended"
  | "refused"
  | "unknown"
  | "trouble";

/** As the service answers. */
export interface Outcome {
  readonly outcome: "granted" | "phone_required" | "declined" | "snapshot";
  readonly purpose?: string | undefined;
  readonly reason?: string | undefined;
}

/** What is said of an outcome. Runs in the page as well, for browsers with scripts. */
export function stateOfOutcome({ outcome, purpose, reason }: Outcome): OauthPageState {
  if (outcome === "granted" && purpose !== undefined) return "done";
  if (outcome === "declined" && reason === "conflict") return conflicts[purpose ?? "sign-in"] ?? outcome;
  return outcome === "declined" ? (refusals[reason ?? ""] ?? outcome) : outcome;
}

const refusals: Readonly<Record<string, OauthPageState>> = {
  wechat_lost: "lost",
  account_suspended: "suspended",
  not_admitted: "notAdmitted",
};

const conflicts: Readonly<Record<string, OauthPageState>> = {
  "sign-in": "phoneConflict",
  link: "linkConflict",
  prove: "proofConflict",
};

const failures: Readonly<Record<string, OauthPageState>> = {
  code_refused: "refused",
  attempt_ended: "ended",
  attempt_not_found: "unknown",
  invalid_request: "unknown",
};

/** What is said of a failure; undefined where trying again may help. */
export const stateOfFailure = (code: string): OauthPageState | undefined => failures[code];
