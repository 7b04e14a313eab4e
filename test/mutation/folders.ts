/** Code that is mutated, and the tests that must notice. */
export interface Room {
  /** A glob. */
  readonly mutate: string;
  /** Globs with a space between. */
  readonly tests: string;
  /** The share of the mutants that the bounded form tries, 0 to 1: what fits into its time. */
  readonly share: number;
}

export const rooms: Readonly<Record<string, Room>> = {
  push: { mutate: "src/wechat/push/**/*.ts", tests: "test/wechat/push/**/*.test.ts", share: 0.2 },
  // By its unit tests alone: what only the flows try counts as not tried.
  domain: { mutate: "src/domain/**/*.ts", tests: "test/domain/**/*.test.ts test/login/**/*.test.ts", share: 0.1 },
  // A survivor is tried by every flow that passes through it: seconds each, where a unit test takes milliseconds.
  login: { mutate: "src/login/**/*.ts", tests: "test/login/**/*.test.ts test/flow/**/*.test.ts", share: 0.01 },
};
