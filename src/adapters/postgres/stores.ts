import type { Stores } from "../../ports/store.ts";
import type { Sql } from "../sql/statement.ts";
import { createStores } from "../sql/stores.ts";
import { createPostgresInbox } from "./inbox.ts";

/** The stores of a transaction, without `now`. */
export const createPostgresStores = (from: Sql): Omit<Stores, "now"> => ({
  ...createStores(from),
  inbox: createPostgresInbox(from),
});
