import type { AfterScan } from "./attempt.ts";

/** What an application asks of people, and whom it lets in. */
export interface Policy {
  /**
   * When to ask "is it you?" after a scan: `new-browser`, unless this browser has signed in as this
   * account before; `always`; or `never`, where whoever is talked into scanning a stranger's QR has
   * signed the stranger in.
   */
  readonly confirm: "new-browser" | "always" | "never";
  /** How: `tap` a link, or pick the `number` that the browser shows among three. */
  readonly confirmBy: "tap" | "number";
  /** Whether somebody without an account gets one. */
  readonly newcomers: "create" | "refuse";
}

/** What is known when somebody scans. */
export interface ScanFacts {
  /** Nobody here has this identity yet. */
  readonly newcomer: boolean;
  /** This browser has signed in as this person's account before, and it was not taken back. */
  readonly knownBrowser: boolean;
}

/** What follows a scan. */
export function afterScan(policy: Policy, facts: ScanFacts): AfterScan {
  if (facts.newcomer && policy.newcomers === "refuse") return "refuse";
  if (policy.confirm === "never") return "grant";
  return policy.confirm === "new-browser" && facts.knownBrowser ? "grant" : "ask";
}
