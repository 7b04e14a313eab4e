/** DER (X.690), the part that a certificate needs. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
};

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
/** An object identifier, given by its content in hex. */
export const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const octets = (...parts: readonly Uint8Array[]): Buffer => der(0x04, ...parts);
export const yes: Buffer = der(0x01, Buffer.from([0xff]));

/** A non-negative integer from big-endian bytes. If the first bit is set, a zero byte is put in front. */
export const integer = (bytes: Uint8Array): Buffer =>
  der(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

export const bits = (bytes: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.from([unused]), bytes);

/** UTCTime, for years before 2050. */
export const time = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));

/** A context-specific tag: around the content, or (`plain`) in place of its tag. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]): Buffer => der(0xa0 + number, ...parts);
export const plain = (number: number, content: Uint8Array): Buffer => der(0x80 + number, content);
