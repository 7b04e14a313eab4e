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
/** The other fields are validated by the action that uses them. */
export const addressedBody = z.looseObject({ appid });
export const tapBody = z.strictObject({
  appid,
  messageId: z.string().min(1),
  link: z.int().min(0).max(1000).default(0),
});
/** Only `verify` is read here. The changes are validated by `world/accounts.ts`. */
export const patchBody = z.looseObject({ verify: z.boolean().default(false) });

/** Validates a body. Refuses it (400) with every issue if it is invalid. */
export async function body<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const parsed = schema.safeParse(await json(request));
  if (!parsed.success) throw Refused.by(parsed.error, "the body is not valid");
  return parsed.data;
}

/** The maximum size of a body in bytes, well above a screenshot of a large screen as a data URI. */
const maxBody = 24 * 1024 * 1024;

/** Parses the body of a request as JSON, without validating it. */
export async function json(request: Request): Promise<unknown> {
  const text = await readBody(request, maxBody);
  if (text === undefined) throw new Refused(413, "the body is larger than 24 MiB");
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, "the body is not JSON");
  }
}
