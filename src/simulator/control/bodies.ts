// The bodies of the control API.
import { z } from "zod";
import { readBody } from "../body.ts";
import { Refused } from "../refused.ts";

const appid = z.string().min(1).max(64);

export const scanBody = z.union(
  [z.strictObject({ content: z.string().min(1).max(8192) }), z.strictObject({ image: z.string().min(1) })],
  { error: "must be { content } or { image }, and nothing else" },
);
export const accountBody = z.strictObject({ appid });
/** The rest is read by what it is for. */
export const addressedBody = z.looseObject({ appid });
export const tapBody = z.strictObject({
  appid,
  messageId: z.string().min(1),
  link: z.int().min(0).max(1000).default(0),
});
/** The changes themselves are read where accounts are; here only `verify` is taken from them. */
export const patchBody = z.looseObject({ verify: z.boolean().default(false) });

/** Reads a body by its schema, or refuses it (400) with every issue. */
export async function body<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const parsed = schema.safeParse(await json(request));
  if (!parsed.success) throw Refused.by(parsed.error, "the body is not valid");
  return parsed.data;
}

/** A screenshot of a large screen, as a data URI, is well below. */
const maxBody = 24 * 1024 * 1024;

/** The body of a request as JSON, whatever it says. */
export async function json(request: Request): Promise<unknown> {
  const text = await readBody(request, maxBody);
  if (text === undefined) throw new Refused(413, "the body is larger than 24 MiB");
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, "the body is not JSON");
  }
}
