import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    // One file of tests is one process's worth of state; the faults and the browser take their time.
    projects: [
      { extends: true, test: { name: "unit", exclude: ["test/e2e/**", "test/fault/**", "test/package/**"] } },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["test/{e2e,fault,package}/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
