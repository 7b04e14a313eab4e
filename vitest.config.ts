import { defineConfig } from "vitest/config";

// What starts processes, browsers or builds takes its time, and runs one file after another.
const slow = ["test/{e2e,examples,fault,package}/**/*.test.ts"];

// The same tests again, with PostgreSQL for SQLite.
const onPostgres = ["test/flow/**/*.test.ts", "test/race/**/*.test.ts"];

export default defineConfig({
  test: {
    // Vitest would leave one core idle, which of two is half.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...slow, "**/node_modules/**"],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "postgres",
          include: onPostgres,
          env: { SAOMA_TEST_STORE: "postgres" },
          globalSetup: "test/stage/postgres-setup.ts",
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "whole",
          include: slow,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
