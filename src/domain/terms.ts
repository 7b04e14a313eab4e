/** A text of the operator's that people have to agree to, as in 《服务条款》, in one version. */
export interface Terms {
  /** What the link to it says. */
  readonly title: string;
  readonly url: string;
  /** Another one is asked for anew. */
  readonly version: string;
}

/** What somebody agreed to: a version of the text of this title. */
export type AgreedTerms = Pick<Terms, "title" | "version">;

/** That an account agreed to a version of an application's terms, and when. */
export interface TermConsent extends AgreedTerms {
  readonly accountId: string;
  readonly applicationId: string;
  /** Milliseconds since the epoch. */
  readonly agreedAt: number;
}

const isSame = (one: AgreedTerms, other: AgreedTerms): boolean =>
  one.title === other.title && one.version === other.version;

/** Those of `terms` that are not among the agreed ones. */
export const termsBeyond = (terms: readonly Terms[], agreed: readonly AgreedTerms[]): readonly Terms[] =>
  terms.filter((one) => !agreed.some((other) => isSame(one, other)));
