import { type AfterConfirm, type AfterScan, type Attempt, askedPurpose } from "./attempt.ts";
import { type RememberBrowser, type Strength, strengths } from "./known-browser.ts";

/** An application's policy: what it asks of people, and whom it admits. */
export interface Policy {
  /**
   * When to ask "is it you?" after a scan. `new-browser`: unless this browser has signed in to this account here
   * before. `always`. `never`: a person tricked into scanning a stranger's QR then signs the stranger in.
   */
  readonly confirm: "new-browser" | "always" | "never";
  /** How: `tap` a link, or pick the `number` that the browser shows among three. */
  readonly confirmBy: "tap" | "number";
  /** Whether a person without an account gets one; `bind-phone`: after they have verified a phone. */
  readonly newcomers: "create" | "bind-phone" | "refuse";
  /** For how long a browser that has signed in is known. */
  readonly rememberBrowser: RememberBrowser;
  /** What becomes of a newcomer whose phone is that of an account that has no WeChat yet: they join it, or are declined. */
  readonly phoneMatch: "link" | "conflict";
}

/** The policy of one attempt: what it is for may want more than the application does. */
export interface AttemptPolicy extends Policy {
  /** The person has to verify a phone, newcomer or not: the account's phone is changed. */
  readonly asksPhone?: boolean;
}

/**
 * The policy for an attempt of this purpose. Who approves something is always asked. Who is added to an account is not:
 * typing the pairing code on the page is the act. Neither makes newcomers.
 */
export function policyFor(
  attempt: Pick<Attempt, "purpose" | "invitation" | "approves">,
  policy: Policy,
): AttemptPolicy {
  const purpose = askedPurpose(attempt);
  if (purpose === "sign-in") return policy;
  const asksPhone = purpose === "prove" && attempt.approves === "phone";
  return { ...policy, confirm: purpose === "link" ? "never" : "always", newcomers: "create", asksPhone };
}

/** How strong a proof has to be to answer for this policy another time. */
export const strengthFor = ({ confirmBy }: Pick<Policy, "confirmBy">): Strength => strengths[confirmBy];

/** What is known at a scan. */
export interface ScanFacts {
  /** No account has this identity yet. */
  readonly newcomer: boolean;
  /** This browser has signed in as this person's account here before, by a proof as strong as this policy asks for. */
  readonly knownBrowser: boolean;
}

/** What follows a scan. */
export function afterScan(policy: AttemptPolicy, facts: ScanFacts): AfterScan {
  if (facts.newcomer && policy.newcomers === "refuse") return "refuse";
  const isAsked = policy.confirm === "always" || (policy.confirm === "new-browser" && !facts.knownBrowser);
  return isAsked ? "ask" : afterConfirm(policy, facts);
}

/** What follows a confirmation, or a scan that needs none. */
export const afterConfirm = (
  { newcomers, asksPhone }: Pick<AttemptPolicy, "newcomers" | "asksPhone">,
  { newcomer }: Pick<ScanFacts, "newcomer">,
): AfterConfirm => (asksPhone || (newcomer && newcomers === "bind-phone") ? "phone" : "grant");
