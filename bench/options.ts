/** The options of every measurement. */
export interface Options {
  /** The number of rounds. The result is the median. */
  readonly rounds: number;
  /** A smaller and shorter run, to check that it works. */
  readonly quick: boolean;
  /** The number of waiting browsers. */
  readonly browsers: number;
  /** The number of accounts, if given. */
  readonly accounts: number | undefined;
  /** The only part to measure, if given. */
  readonly only: string | undefined;
}
