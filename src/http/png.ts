import { crc32, deflateSync } from "node:zlib";

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** The side of a module in pixels: one byte of a line. A photographed screen still decodes, and it stays near 1 KB. */
const scale = 8;

/** A filter repeats the line above within a module (PNG, third edition, section 9.2). */
const filters = { none: 0, up: 2 } as const;

/** A square of modules, dark ones `true`, as a black and white PNG, one bit a pixel (PNG, sections 5 and 11). */
export function encodeModules(modules: readonly (readonly boolean[])[]): Uint8Array {
  const size = modules.length * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 1;
  // The lines hardly differ: level 1 takes a fifth of the time of the default for 300 bytes more.
  const data = deflateSync(linesOf(modules), { level: 1 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND")]);
}

function linesOf(modules: readonly (readonly boolean[])[]): Uint8Array {
  const stride = 1 + modules.length; // each line begins with its filter
  const lines = new Uint8Array(stride * modules.length * scale);
  let at = 0;
  for (const row of modules) {
    lines[at] = filters.none;
    for (let x = 0; x < row.length; x++) lines[at + 1 + x] = row[x] ? 0 : 0xff;
    for (let line = 1; line < scale; line++) lines[at + line * stride] = filters.up;
    at += scale * stride;
  }
  return lines;
}

function chunk(type: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
