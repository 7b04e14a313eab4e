import { defineConfig } from "vitest/config";

/** The tests of the room that is mutated, in one process and without a browser. */
const include = (process.env.SAOMA_MUTATION_TESTS ?? "test/domain/**/*.test.ts").split(" ");

export default defineConfig({ test: { include, globalSetup: "test/stage/bundle-setup.ts", testTimeout: 120_000 } });
