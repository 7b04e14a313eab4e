/** What every measurement takes. */
export interface Options {
  /** How often everything is measured; the median counts. */
  readonly rounds: number;
  /** Smaller and shorter, to see that it runs. */
  readonly quick: boolean;
  /** How many browsers wait. */
  readonly browsers: number;
  /** Among how many accounts, where that is said. */
  readonly accounts: number | undefined;
  /** The only part to measure, where one is named. */
  readonly only: string | undefined;
}
