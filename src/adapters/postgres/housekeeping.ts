import { sql } from "kysely";
import type { Housekeeping } from "../../ports/housekeeping.ts";
import { createHousekeeping, type DeleteOld } from "../sql/housekeeping.ts";
import type { Sql } from "../sql/statement.ts";

/**
 * Each call is one statement that commits by itself, at READ COMMITTED. A serializable statement would count as having
 * read all old rows, and concurrent pushes would have to run again. Rows that another transaction has locked are
 * skipped until the next sweep. If a transaction writes to a row that is deleted meanwhile, PostgreSQL reports a
 * serialization failure, and the transaction is run again.
 */
export const createPostgresHousekeeping = (from: Sql): Housekeeping => createHousekeeping(from, byPlace);

/** Finds rows by ctid: without statistics, the planner would scan the whole table for a join by key. */
const byPlace: DeleteOld = ({ table, is }, p) => sql`delete from ${sql.table(table)} where ctid = any(array(
  select ctid from ${sql.table(table)} where (${is(p)}) limit ${p.limit} for update skip locked))`;
