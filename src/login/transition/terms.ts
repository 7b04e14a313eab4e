import { SaomaError } from "../../domain/errors.ts";
import { type AgreedTerms, type Terms, termsBeyond } from "../../domain/terms.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext } from "../context.ts";

/** An application's terms that an account has yet to agree to; who has no account yet has agreed to none. */
export async function newTermsOf(
  { store, applications }: Pick<LoginContext, "store" | "applications">,
  applicationId: string,
  accountId: string | undefined,
): Promise<readonly Terms[]> {
  const terms = applications.get(applicationId)?.terms ?? [];
  if (terms.length === 0 || accountId === undefined) return terms;
  return termsBeyond(terms, await store.read.termConsentsOf(accountId, applicationId));
}

/**
 * Keeps what an account agrees to now.
 *
 * @throws {SaomaError} `terms_required` where it leaves out one that is new to the account: then nothing is kept.
 */
export async function agreeToTerms(
  { termConsents, now }: Pick<Stores, "termConsents" | "now">,
  application: Pick<Application, "id" | "terms"> | undefined,
  accountId: string,
  agreed: readonly AgreedTerms[] = [],
): Promise<void> {
  const terms = application?.terms ?? [];
  if (!application || terms.length === 0) return;
  const asked = termsBeyond(terms, await termConsents.of(accountId, application.id));
  if (termsBeyond(asked, agreed).length > 0) throw new SaomaError("terms_required");
  for (const { title, version } of asked)
    await termConsents.insert({ accountId, applicationId: application.id, title, version, agreedAt: now });
}
