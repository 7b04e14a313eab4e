import { z } from "zod";
import { InvalidRequest } from "../http/problem.ts";

/** Encodes a place in a list as an opaque cursor. */
export const writeCursor = (place: object): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** Decodes the cursor of an earlier page. Throws `invalid_request` for anything else. */
export function readCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const { data } = schema.safeParse(parsed(cursor));
  if (data === undefined) throw new InvalidRequest([{ path: "cursor", message: "This is not a cursor of this list." }]);
  return data;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return undefined;
  }
}

export const creationPlace = z.strictObject({ createdAt: z.int(), id: z.string() });
export const namePlace = z.strictObject({ name: z.string(), id: z.string() });
export const auditPlace = z.strictObject({ seq: z.int().min(0) });
