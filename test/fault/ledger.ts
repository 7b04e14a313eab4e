import { type Gap, gaps, nameOf } from "./gaps.ts";

/** What must never happen. */
export type Sin = "lost" | "half-written" | "doubled" | "answered differently" | "not signed in";

/** Counts the kills of each gap, and how often what must never happen could have happened, and did. */
export interface Ledger {
  landed(gap: Gap, isAcknowledged: boolean): void;
  /** Notes one chance of a sin; `happened` is false where all went well. */
  could(sin: Sin, happened: boolean, about: string): void;
  kills(gap: Gap): number;
  /** Every sin that happened. */
  readonly sins: readonly string[];
  /** As a table and a line of sums. */
  print(): string;
}

export function createLedger(): Ledger {
  const kills = new Map<string, { landed: number; acknowledged: number }>();
  const chances = new Map<Sin, { tried: number; happened: number }>();
  const sins: string[] = [];
  const of = (gap: Gap) => kills.get(nameOf(gap)) ?? { landed: 0, acknowledged: 0 };
  return {
    sins,
    kills: (gap) => of(gap).landed,
    landed(gap, isAcknowledged) {
      const { landed, acknowledged } = of(gap);
      kills.set(nameOf(gap), { landed: landed + 1, acknowledged: acknowledged + Number(isAcknowledged) });
    },
    could(sin, happened, about) {
      const chance = chances.get(sin) ?? { tried: 0, happened: 0 };
      chances.set(sin, { tried: chance.tried + 1, happened: chance.happened + Number(happened) });
      if (happened) sins.push(`${sin}: ${about}`);
    },
    print() {
      const lines = gaps.map((gap) => {
        const { landed, acknowledged } = of(gap);
        return `${nameOf(gap).padEnd(44)}${String(landed).padStart(6)}${String(acknowledged).padStart(14)}`;
      });
      const sums = [...chances].map(([sin, { tried, happened }]) => `${sin} ${happened} of ${tried}`);
      return [`${"gap".padEnd(44)} kills  acknowledged`, ...lines, sums.join(", ")].join("\n");
    },
  };
}
