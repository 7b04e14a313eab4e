import { createHash } from "node:crypto";

/**
 * Names as random as the service's own. Ordered names would share one page of an index, and all pushes would conflict.
 */
export const randomName = (what: string, index: number, length = 22): string =>
  createHash("sha256").update(`${what} ${index}`).digest("base64url").slice(0, length);

/** The SQL of the same name for the row number `i`. */
export const randomNameSql = (what: string, length = 22): string =>
  `substr(translate(encode(sha256(('${what} ' || i)::bytea), 'base64'), '+/', '-_'), 1, ${length})`;

export const sceneOf = (index: number): string => randomName("scene", index);
export const openIdOf = (index: number): string => `o${randomName("person", index, 27)}`;
