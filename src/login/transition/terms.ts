import { SaomaError } from "../../domain/errors.ts";
import { type AgreedTerms, type Terms, termsBeyond } from "../../domain/terms.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext } from "../context.ts";

/** An application's terms that an account has not agreed to yet; all of them for a person without an account. */
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
 * Stores the terms that an account agrees to.
 *
 * @throws {SaomaError} `terms_required` if a new one is missing; then nothing is stored.
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
