import { sql } from "kysely";
import type { Housekeeping } from "../../ports/store.ts";
import { createHousekeeping, type DeleteOld } from "../sql/housekeeping.ts";
import type { Sql } from "../sql/statement.ts";

/**
 * Each call a statement that commits by itself, at READ COMMITTED. A serializable one that goes through what is old would
 * note all of it as read, and make the pushes of that moment run again. A row that somebody else holds is left for the
 * next sweep; a transaction that wrote to a row which is gone meanwhile is run again by PostgreSQL's own word.
 */
export const createPostgresHousekeeping = (from: Sql): Housekeeping => createHousekeeping(from, byPlace);

/** Found by its place: without statistics, a join with the table itself would go through all of it. */
const byPlace: DeleteOld = ({ table, is }, p) => sql`delete from ${sql.table(table)} where ctid = any(array(
  select ctid from ${sql.table(table)} where (${is(p)}) limit ${p.limit} for update skip locked))`;
