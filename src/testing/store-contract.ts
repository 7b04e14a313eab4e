// The contract of stores: every adapter passes it.
import type { ContractCase } from "./contract.ts";
import { accountChangeCases } from "./store/account-changes.ts";
import { accountCases } from "./store/accounts.ts";
import { attemptCases } from "./store/attempts.ts";
import { clientLogoutCases } from "./store/client-logouts.ts";
import { codeCases } from "./store/codes.ts";
import { groupCases } from "./store/groups.ts";
import { housekeepingCases } from "./store/housekeeping.ts";
import { identityCases } from "./store/identities.ts";
import { inboxCases } from "./store/inbox.ts";
import { keyCases } from "./store/keys.ts";
import { linkingCases } from "./store/linking.ts";
import { miniProgramCases } from "./store/mini-program.ts";
import { noticeCases } from "./store/notices.ts";
import { oidcCases } from "./store/oidc.ts";
import { operatorCases } from "./store/operator.ts";
import { outboxCases } from "./store/outbox.ts";
import { pastCases } from "./store/past.ts";
import { peopleCases } from "./store/people.ts";
import { phoneCases } from "./store/phones.ts";
import type { StoreHarness } from "./store/samples.ts";
import { sessionCases } from "./store/sessions.ts";
import { termConsentCases } from "./store/term-consents.ts";
import { transactionCases } from "./store/transactions.ts";
import { webhookCases } from "./store/webhooks.ts";

export type { StoreHarness } from "./store/samples.ts";

/** What every store does. Each case wants a fresh database, on the engine that will be used. */
export const storeContract: readonly ContractCase<StoreHarness>[] = [
  ...transactionCases,
  ...attemptCases,
  ...codeCases,
  ...miniProgramCases,
  ...accountCases,
  ...identityCases,
  ...linkingCases,
  ...accountChangeCases,
  ...noticeCases,
  ...peopleCases,
  ...phoneCases,
  ...sessionCases,
  ...inboxCases,
  ...outboxCases,
  ...oidcCases,
  ...clientLogoutCases,
  ...webhookCases,
  ...groupCases,
  ...termConsentCases,
  ...keyCases,
  ...operatorCases,
  ...pastCases,
  ...housekeepingCases,
];
