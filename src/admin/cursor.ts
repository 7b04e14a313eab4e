import { z } from "zod";
import { InvalidRequest } from "../http/problem.ts";

/** A place in a list as callers hold it: nothing to be read or made by them. */
export const writeCursor = (place: object): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** The place of a cursor that one of our pages gave; anything else is `invalid_request`. */
export function readCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const { data } = schema.safeParse(parsed(cursor));
  if (data === undefined) throw new InvalidRequest([{ path: "cursor", message: "This is no cursor of this list's." }]);
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
