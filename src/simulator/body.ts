import { readAtMost } from "../base/bounded-body.ts";

/** The body as text; undefined as soon as it is longer than `limit` bytes. */
export async function readBody(request: Request, limit: number): Promise<string | undefined> {
  const bytes = await readAtMost(request.body, limit);
  return bytes?.toString();
}
