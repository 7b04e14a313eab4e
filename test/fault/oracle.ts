import { type Gap, gaps, nameOf } from "./gaps.ts";

/** What must never happen. */
export type Violation = "lost" | "half-written" | "doubled" | "answered differently" | "not signed in";

/** Counts the kills at each gap, and for each kind of violation how often it was possible and how often it happened. */
export interface Oracle {
  landed(gap: Gap, isAcknowledged: boolean): void;
  /** Counts a possible violation; `happened` is false if it did not occur. */
  check(violation: Violation, happened: boolean, about: string): void;
  kills(gap: Gap): number;
  /** All violations that happened. */
  readonly violations: readonly string[];
  /** As a table and a line of sums. */
  print(): string;
}

export function createOracle(): Oracle {
  const kills = new Map<string, { landed: number; acknowledged: number }>();
  const chances = new Map<Violation, { tried: number; happened: number }>();
  const violations: string[] = [];
  const of = (gap: Gap) => kills.get(nameOf(gap)) ?? { landed: 0, acknowledged: 0 };
  return {
    violations,
    kills: (gap) => of(gap).landed,
    landed(gap, isAcknowledged) {
      const { landed, acknowledged } = of(gap);
      kills.set(nameOf(gap), { landed: landed + 1, acknowledged: acknowledged + Number(isAcknowledged) });
    },
    check(violation, happened, about) {
      const chance = chances.get(violation) ?? { tried: 0, happened: 0 };
      chances.set(violation, { tried: chance.tried + 1, happened: chance.happened + Number(happened) });
      if (happened) violations.push(`${violation}: ${about}`);
    },
    print() {
      const lines = gaps.map((gap) => {
        const { landed, acknowledged } = of(gap);
        return `${nameOf(gap).padEnd(44)}${String(landed).padStart(6)}${String(acknowledged).padStart(14)}`;
      });
      const sums = [...chances].map(([violation, { tried, happened }]) => `${violation} ${happened} of ${tried}`);
      return [`${"gap".padEnd(44)} kills  acknowledged`, ...lines, sums.join(", ")].join("\n");
    },
  };
}
