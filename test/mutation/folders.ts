/** Code that is mutated, and the tests that must notice. */
export interface Room {
  /** A glob. */
  readonly mutate: string;
  /** Globs with a space between. */
  readonly tests: string;
  /** Those of the form without a limit of time. Default: the same. */
  readonly wholeTests?: string;
  /** The share of the mutants that the bounded form tries, 0 to 1: what fits into its time. */
  readonly share: number;
}

export const rooms: Readonly<Record<string, Room>> = {
  push: { mutate: "src/wechat/push/**/*.ts", tests: "test/wechat/push/**/*.test.ts", share: 0.2 },
  // By its unit tests alone: what only the flows try counts as not tried.
  domain: { mutate: "src/domain/**/*.ts", tests: "test/domain/**/*.test.ts test/login/**/*.test.ts", share: 0.1 },
  // The short flows, in one file: with all of them, first a run of minutes, then hundreds of tests of seconds for one survivor.
  login: {
    mutate: "src/login/**/*.ts",
    tests: "test/login/**/*.test.ts test/mutation/login-flows.ts",
    wholeTests: "test/login/**/*.test.ts test/flow/**/*.test.ts",
    share: 0.01,
  },
};
