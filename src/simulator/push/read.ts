import { readAtMost } from "../../base/bounded-body.ts";

/** Reads the body of a response. Rejects if it is longer than `max` bytes. */
export async function readAnswer(response: Response, max: number): Promise<Uint8Array> {
  const bytes = await readAtMost(response.body, max);
  if (bytes === undefined) throw new Error(`the answer is longer than ${max} bytes`);
  return bytes;
}
