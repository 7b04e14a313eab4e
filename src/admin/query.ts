import type { z } from "zod";
import { InvalidRequest } from "../http/problem.ts";
import type { AdminContext } from "./context.ts";

/** Validates the query. A parameter that is given twice is refused, because it is ambiguous. */
export function readQuery<Schema extends z.ZodType>(c: AdminContext, schema: Schema): z.infer<Schema> {
  const given = Object.entries(c.req.queries());
  const twice = given.filter(([, values]) => values.length > 1);
  if (twice.length > 0) throw new InvalidRequest(twice.map(([path]) => ({ path, message: "is given twice" })));
  const parsed = schema.safeParse(Object.fromEntries(given.map(([name, [value]]) => [name, value])));
  if (!parsed.success) throw InvalidRequest.from(parsed.error);
  return parsed.data;
}
