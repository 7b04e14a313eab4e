/** The body of a response, or a failure as soon as it is longer than `max` bytes. */
export async function readAtMost(response: Response, max: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (response.body === null) return new Uint8Array();
  for await (const part of response.body) {
    length += part.length;
    if (length > max) throw new Error(`the answer is longer than ${max} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
