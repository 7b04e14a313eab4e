// Sign-ins at two instances on one new PostgreSQL. Requests, pushes included, go to each in turn.
import { createSaoma } from "../../src/server/saoma.ts";
import { createTestSaoma, signIn, type TestSaoma } from "../../src/testing/index.ts";
import { startPostgres } from "../stage/postgres.ts";

/** Sign-ins at once. So many conflict all the time, because each index of a new database is a single page. */
const atOnce = 64;

export interface SignInTally {
  readonly completed: number;
  readonly failed: readonly string[];
  /** Rolled back transactions for each sign-in. */
  readonly rolledBack: number;
  /** The slowest request, in milliseconds. */
  readonly slowest: number;
}

export async function signInAtBoth(count: number): Promise<SignInTally> {
  const postgres = await startPostgres();
  const url = await postgres.database();
  const instances = [serviceOn(url), serviceOn(url)] as const;
  try {
    for (const one of instances) await one.ready();
    const failed: string[] = [];
    let [completed, next, turn, slowest] = [0, 0, 0, 0];
    const balanced: TestSaoma = {
      ...instances[0],
      async fetch(...request) {
        const began = performance.now();
        const response = await (turn++ % 2 === 0 ? instances[0] : instances[1]).fetch(...request);
        slowest = Math.max(slowest, performance.now() - began);
        return response;
      },
    };
    const work = async () => {
      for (let index = next++; index < count; index = next++) {
        await signIn(balanced, `person ${index}`).then(
          () => completed++,
          (error: unknown) => failed.push(String(error)),
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    const question = "select xact_rollback as n from pg_stat_database where datname = current_database()";
    const [row] = await postgres.rows(url, question);
    return { completed, failed, rolledBack: Number(row?.n) / count, slowest };
  } finally {
    await Promise.all(instances.map((one) => one.close()));
    await postgres.stop();
  }
}

/** A service on a PostgreSQL with its own WeChat and high limits. */
export function serviceOn(url: string, connections = 16, onWarning: (sentence: string) => void = () => {}) {
  const often = { times: 1_000_000, per: "1m" };
  const quiet = () => {};
  const options = {
    origin: "https://login.example.com",
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-instances",
    database: { url, connections },
    sources: [
      {
        kind: "service" as const,
        appid: "wx0123456789abcdef",
        name: "青禾",
        secret: "0123456789abcdef0123456789abcdef",
        token: "0123456789abcdef",
        mode: "plain" as const,
      },
    ],
    applications: [{ id: "shop", name: "青禾茶铺" }],
    limits: { attemptsPerAddress: often, attemptsPerAddressLong: often, pushesPerPerson: often },
  };
  return createTestSaoma(createSaoma, options, {
    log: { debug: quiet, info: quiet, warn: (_about: unknown, sentence: string) => onWarning(sentence), error: quiet },
  });
}
