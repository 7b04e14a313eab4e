import type { Attempt, Purpose } from "./attempt.ts";
import type { AfterConfirm, AfterScan } from "./attempt-event.ts";
import { type RememberBrowser, type Strength, strengths } from "./known-browser.ts";

/** An application's policy: what people are asked, and who is admitted. */
export interface Policy {
  /**
   * When to ask “is it you?” after a scan. `new-browser`: unless this browser has signed in to this account here
   * before. `always`. `never`: a person who is tricked into scanning a stranger's QR then signs the stranger in.
   */
  readonly confirm: "new-browser" | "always" | "never";
  /** How people confirm: `tap` a link, or pick the `number` that the browser shows among three. */
  readonly confirmBy: "tap" | "number";
  /** Whether a person without an account gets one; `bind-phone`: after they have verified a phone. */
  readonly newcomers: "create" | "bind-phone" | "refuse";
  /** How long a browser that has signed in is known. */
  readonly rememberBrowser: RememberBrowser;
  /** For a newcomer whose phone belongs to an account without a WeChat: they join it, or are declined. */
  readonly phoneMatch: "link" | "conflict";
}

/** The policy of one attempt, whose purpose may be stricter than the application. */
export interface AttemptPolicy extends Policy {
  /** Every person has to verify a phone, because the account's phone is changed. */
  readonly asksPhone?: boolean;
}

/** The purpose of the question in the chat: an attempt with an invitation is asked like a link. */
export const askedPurpose = ({ purpose, invitation }: Pick<Attempt, "purpose" | "invitation">): Purpose =>
  invitation === undefined ? purpose : "link";

/** Nobody enters the console without the number, and nobody gets an account by it. */
const consolePolicy = {
  confirm: "always",
  confirmBy: "number",
  newcomers: "refuse",
  rememberBrowser: "never",
} as const;

/**
 * The policy for an attempt of this purpose. An approval always asks. A link does not, because typing the pairing code
 * on the page is the confirmation. Neither creates accounts.
 */
export function policyFor(
  attempt: Pick<Attempt, "purpose" | "invitation" | "approves">,
  policy: Policy,
): AttemptPolicy {
  const purpose = askedPurpose(attempt);
  if (purpose === "sign-in") return policy;
  if (purpose === "administer") return { ...policy, ...consolePolicy };
  const asksPhone = purpose === "prove" && attempt.approves === "phone";
  return { ...policy, confirm: purpose === "link" ? "never" : "always", newcomers: "create", asksPhone };
}

/** The strength of proof that this policy requires of a known browser. */
export const strengthFor = ({ confirmBy }: Pick<Policy, "confirmBy">): Strength => strengths[confirmBy];

/** The facts that are known at a scan. */
export interface ScanFacts {
  /** No account has this identity. */
  readonly newcomer: boolean;
  /**
   * This browser has signed in to this person's account here before, with a proof as strong as this policy requires.
   */
  readonly knownBrowser: boolean;
}

/** What follows a scan. */
export function afterScan(policy: AttemptPolicy, facts: ScanFacts): AfterScan {
  if (facts.newcomer && policy.newcomers === "refuse") return "refuse";
  const isAsked = policy.confirm === "always" || (policy.confirm === "new-browser" && !facts.knownBrowser);
  return isAsked ? "ask" : afterConfirm(policy, facts);
}

/** What follows a confirm, or a scan that needs none. */
export const afterConfirm = (
  { newcomers, asksPhone }: Pick<AttemptPolicy, "newcomers" | "asksPhone">,
  { newcomer }: Pick<ScanFacts, "newcomer">,
): AfterConfirm => (asksPhone || (newcomer && newcomers === "bind-phone") ? "phone" : "grant");
