// Makes the services of the project "twice" run every transaction's work twice.
import { vi } from "vitest";
import { createTwice } from "./twice.ts";

vi.mock("../../src/adapters/sqlite/store.ts", async (load) => {
  const module = await load<typeof import("../../src/adapters/sqlite/store.ts")>();
  const openSqliteStore: typeof module.openSqliteStore = async (options) =>
    createTwice(await module.openSqliteStore(options));
  return { ...module, openSqliteStore };
});
