/** Everything that the database stores about a person. */
export interface People {
  /** Forgets an account, its person and all they have done; how many rows there were, by table. */
  erase(accountId: string, at: number): Promise<Readonly<Record<string, number>>>;
  /** Whether an account of this id was erased, ever. Other programs may know its person by the id still. */
  wasErased(accountId: string): Promise<boolean>;
}

/** Rows by table, as they are stored; credentials read `[hash]`. */
export type PersonalRows = Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>;

/** Of a restored backup, what may have ended since it was made. */
export interface Past {
  /**
   * Ends every live session and attempt, and deletes everything else that lets a person in: codes, tokens of
   * mini-program pages, known browsers, signing keys, WeChat's tokens, messages to be sent. People, their
   * identities, counts and the inbox stay.
   */
  end(at: number): Promise<PastEnded>;
}

/** How many there were. */
export interface PastEnded {
  /** Those that had not expired. */
  readonly sessions: number;
  readonly attempts: number;
}
