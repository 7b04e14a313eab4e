// Runs a Redis for tests: on a free loopback port, in a temporary folder.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Target } from "../../src/adapters/redis/connection.ts";
import { Secret } from "../../src/base/secret.ts";
import { redisTarget } from "../../src/server/redis.ts";
import { findRedisServer } from "../../tools/needs.ts";

/** Whether these tests can run here; with CI=true they must. */
export const hasRedis = findRedisServer() !== undefined || process.env.CI === "true";

export interface RedisServer {
  readonly port: number;
  readonly folder: string;
  readonly url: string;
  /** Runs `redis-cli` with these arguments, and returns its output. */
  cli(...words: string[]): string;
  /** Kills it by SIGKILL, as the kernel does when memory is short. */
  kill(): Promise<void>;
  /** Starts it again, empty. Resolves when it accepts connections. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** `settings` as in redis.conf, each `name value`. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-redis-"));
  const port = await freePort();
  let child = await run(port, folder, settings);
  return {
    port,
    folder,
    url: `redis://127.0.0.1:${port}/0`,
    cli: (...words) => spawnSync("redis-cli", ["-p", String(port), ...words], { encoding: "utf8" }).stdout.trim(),
    kill: () => end(child),
    async revive() {
      child = await run(port, folder, settings);
    },
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run(port: number, folder: string, settings: readonly string[]): Promise<ChildProcess> {
  const always = [
    `port ${port}`,
    "bind 127.0.0.1",
    'save ""',
    "daemonize no",
    `dir ${folder}`,
    "enable-debug-command yes",
  ];
  const options = [...always, ...settings].flatMap((setting) => {
    const [name = "", ...value] = setting.split(" ");
    return [`--${name}`, ...value.map((word) => (word === '""' ? "" : word))];
  });
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const child = spawn(findRedisServer() ?? "", options, { argv0: "redis-server", cwd: folder, stdio: [...stdio] });
  const ended = () => child.kill("SIGKILL");
  process.once("exit", ended);
  child.once("exit", () => process.off("exit", ended));
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (data) => {
      said += data;
      if (/eady to accept connections/.test(said)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`Redis ended with ${code}: ${said}`)));
  });
  return child;
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });

/** A server for the calling test file: started before its tests and stopped after them. */
export function useRedis(settings: readonly string[] = []): () => RedisServer {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    server = await startRedis(settings);
  });
  afterAll(() => server?.stop());
  return () => {
    if (!server) throw new Error("Redis has not started");
    return server;
  };
}

export const redisTargetOf = (url: string): Promise<Target> => redisTarget({ url: new Secret(url) });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
