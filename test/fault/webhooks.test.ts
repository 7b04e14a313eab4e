import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { createSaoma } from "../../src/server/saoma.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { hasPostgres, startPostgres } from "../stage/postgres.ts";
import { secret } from "../stage/webhook-receiver.ts";
import type { Side } from "./webhook-process.ts";

const script = fileURLToPath(new URL("webhook-process.ts", import.meta.url));
const appid = "wx0123456789abcdef";
const accounts = Array.from({ length: 6 }, (_, index) => `a${index}`);

/** A process that is started again after every kill. */
function restarting(side: Side, onLine: (line: string) => void) {
  let ready = Promise.withResolvers<void>();
  let child = begin();
  function begin(): ChildProcess {
    ready = Promise.withResolvers();
    const started = spawn(process.execPath, [script, JSON.stringify(side)], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    let rest = "";
    started.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "ready") ready.resolve();
        else onLine(line);
      }
    });
    return started;
  }
  return {
    ready: () => ready.promise,
    async kill() {
      const over = once(child, "exit");
      child.kill("SIGKILL");
      expect((await over)[1]).toBe("SIGKILL");
      child = begin();
    },
    quiet: () => child.send("quiet"),
    async end() {
      const over = once(child, "exit");
      child.kill("SIGKILL");
      await over;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

async function setAccounts(options: SaomaOptions): Promise<void> {
  const quiet = () => {};
  const saoma = createSaoma(options, { log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
  await saoma.people.import(
    accounts.map((id) => ({ id, person: { appid, openId: `openid-of-${id}-000000000000` } })),
    { dryRun: false },
  );
  await saoma.close();
}

const kills = 8;

interface Result {
  readonly acknowledged: number;
  readonly received: number;
  readonly repeated: number;
}

/** Kills senders and receiver in turn while events are made, and then lets both finish. */
async function run(database: NonNullable<SaomaOptions["database"]>, senders: number, folder: string): Promise<Result> {
  const file = join(folder, "received");
  const port = await freePort();
  const options: SaomaOptions = {
    origin: "https://login.saoma.test",
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-fault",
    database,
    sources: [{ kind: "subscription", appid, name: "青禾", token: "k3Jd92mXq8Rw5Tz1", mode: "plain" }],
    applications: [{ id: "shop", name: "青禾茶铺" }],
    webhooks: [{ url: `http://127.0.0.1:${port}/`, events: ["lost", "found"], allowPrivate: true, secret }],
  };
  await setAccounts(options);
  const start = Date.now();
  const acknowledged = new Map<string, number>();
  const hear = (line: string) => {
    acknowledged.set(line, (acknowledged.get(line) ?? 0) + 1);
  };
  const made = Array.from({ length: senders }, (_, at) => {
    const own = accounts.filter((_, index) => index % senders === at);
    return restarting({ side: "sender", start, options, accounts: own }, hear);
  });
  const receiver = restarting({ side: "receiver", start, port, file, secret }, () => {});
  const random = createSeededRandom("webhook kills");
  for (let kill = 0; kill < kills; kill++) {
    await Promise.all([...made, receiver].map((one) => one.ready()));
    await pause(600 + ((random.bytes(1)[0] ?? 0) / 255) * 900);
    await (kill % 2 === 0 ? made[(kill / 2) % senders] : receiver)?.kill();
  }
  await Promise.all([...made, receiver].map((one) => one.ready()));
  await pause(2_000);
  for (const one of made) one.quiet();
  const seen = () => readReceived(file);
  const isThere = () => {
    const came = Map.groupBy(seen(), ([account]) => account);
    return [...acknowledged].every(([account, count]) => new Set(came.get(account)?.map(String)).size >= count);
  };
  for (let waited = 0; waited < 60_000 && !isThere(); waited += 1_000) await pause(1_000);
  // Repeated and late letters arrive in this time.
  await pause(3_000);
  await Promise.all([...made, receiver].map((one) => one.end()));
  return check(seen(), acknowledged);
}

const readReceived = (file: string): [account: string, sequence: number][] =>
  (existsSync(file) ? readFileSync(file, "utf8") : "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" "))
    .map(([account = "", sequence]) => [account, Number(sequence)]);

/** Each account's numbers begin at 1 without a gap, first arrivals are in order, and no acknowledged number is missing. */
function check(received: readonly [string, number][], acknowledged: ReadonlyMap<string, number>): Result {
  let distinct = 0;
  for (const account of accounts) {
    const numbers = [...new Set(received.filter(([of]) => of === account).map(([, sequence]) => sequence))];
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(acknowledged.get(account) ?? 0);
    distinct += numbers.length;
  }
  const all = [...acknowledged.values()].reduce((sum, count) => sum + count, 0);
  return { acknowledged: all, received: distinct, repeated: received.length - distinct };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "saoma-webhooks-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const say = (where: string, { acknowledged, received, repeated }: Result) =>
  console.log(
    `${where}: ${kills} kills of sender and receiver, ${acknowledged} acknowledged, ${received} received, ` +
      `0 lost, 0 out of order, ${repeated} repeated`,
  );

test("with sender and receiver killed again and again, no event is lost, and none out of order (SQLite)", async () => {
  const own = folder();
  const result = await run({ path: join(own, "saoma.db") }, 1, own);
  say("SQLite", result);
  expect(result.received).toBeGreaterThan(100);
});

test.skipIf(!hasPostgres)("the same of two senders on one PostgreSQL", async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const result = await run({ url: await postgres.database() }, 2, folder());
  say("PostgreSQL, two senders", result);
  expect(result.received).toBeGreaterThan(100);
});
