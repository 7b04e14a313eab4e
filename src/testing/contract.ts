/** One thing that every adapter of a port does. `run` rejects, with node:assert's words, where it does not. */
export interface ContractCase<Harness> {
  readonly name: string;
  run(harness: Harness): Promise<void>;
}

/** Names a case after the behaviour it shows. */
export const behaviour = <Harness>(name: string, run: (harness: Harness) => Promise<void>): ContractCase<Harness> => ({
  name,
  run,
});
