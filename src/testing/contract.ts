/** One behaviour that every adapter of a port must have. */
export interface ContractCase<Harness> {
  /** The behaviour in a sentence: the name of the test. */
  readonly name: string;
  /** Checks it; rejects with an AssertionError if the adapter behaves otherwise. */
  run(harness: Harness): Promise<void>;
}

/** Names a case after the behaviour it shows. */
export const behaviour = <Harness>(name: string, run: (harness: Harness) => Promise<void>): ContractCase<Harness> => ({
  name,
  run,
});
