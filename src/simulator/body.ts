import { readAtMost } from "../base/bounded-body.ts";

/** Reads the body as text; undefined if it is longer than `limit` bytes. */
export async function readBody(request: Request, limit: number): Promise<string | undefined> {
  const bytes = await readAtMost(request.body, limit);
  return bytes?.toString();
}
