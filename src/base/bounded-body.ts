/**
 * Reads a whole body.
 * @returns Undefined as soon as it is longer than `max` bytes; the rest is not read, and the stream is cancelled.
 */
export async function readAtMost(
  body: AsyncIterable<Uint8Array> | null | undefined,
  max: number,
): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.byteLength;
    if (length > max) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
