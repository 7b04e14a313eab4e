import { StatementSync } from "node:sqlite";

/** The number of statements that read, of statements that may write, and of transactions. */
export type StatementCounts = readonly [reads: number, writes: number, transactions: number];

const isOfTransaction = /^(begin|commit|rollback|savepoint|release|pragma)/i;

/** Counts the SQLite statements of this process from now on. */
export function countStatements(): () => StatementCounts {
  let [reads, writes, transactions] = [0, 0, 0];
  for (const method of ["get", "all", "run"] as const) {
    const ask = StatementSync.prototype[method];
    StatementSync.prototype[method] = function (this: StatementSync, ...given: never[]) {
      const text = this.sourceSQL;
      if (/^select /i.test(text)) reads++;
      else if (/^begin/i.test(text)) transactions++;
      else if (!isOfTransaction.test(text)) writes++;
      return ask.apply(this, given);
    } as typeof ask;
  }
  return () => [reads, writes, transactions];
}
