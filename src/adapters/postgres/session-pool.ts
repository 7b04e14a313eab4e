// Detects poolers that lend fewer sessions than an instance needs.
import { english } from "../../base/english.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";
import { backendOf, connectionsFor } from "./transaction-pool.ts";

/**
 * A warning, as a sentence, if a pooler cannot lend an instance all its sessions at the moment. Without a pooler nothing
 * is opened: PostgreSQL's own limit is known by its settings. Other clients wait for their sessions meanwhile, for three
 * seconds at most.
 */
export async function warningOfSmallPool(target: Target, transactions: number): Promise<string | undefined> {
  if (!(await isPooled(target))) return undefined;
  const wanted = connectionsFor(transactions);
  const lent = await countSessions(target, wanted);
  if (lent === wanted) return undefined;
  return english`The pooler in front of the database ${target.address.name} lends ${lent} sessions at the moment. An instance needs up to ${wanted}, and requests fail while it waits for one. Raise the pool (PgBouncer: default_pool_size) to at least ${wanted} for each instance, or lower database.connections.`;
}

/** A pooler names a process of its own. */
async function isPooled(target: Target): Promise<boolean> {
  const connection = await openConnection(target);
  try {
    return (await backendOf(connection)) !== connection.client.processID;
  } finally {
    await connection.close();
  }
}

/** How many can be had at the same time. A pooler lets further ones wait, and `openConnection` gives up. */
async function countSessions(target: Target, most: number): Promise<number> {
  const opened = await Promise.allSettled(Array.from({ length: most }, () => openConnection(target)));
  const lent = opened.filter((one): one is PromiseFulfilledResult<Connection> => one.status === "fulfilled");
  await Promise.all(lent.map(({ value }) => value.close()));
  return lent.length;
}
