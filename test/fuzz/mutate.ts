import type { Chance } from "./chance.ts";

const pieces = ["<", ">", "/", "]]>", "<![CDATA[", "</xml>", "<xml>", "&", "\0", "<a>", "</a>", "\uFEFF"] as const;

/** Changes a few bytes and ranges. */
export function mutate(chance: Chance, bytes: Uint8Array): Uint8Array {
  let changed: Uint8Array = Uint8Array.from(bytes);
  for (let times = 1 + chance.int(4); times > 0; times--) changed = once(chance, changed);
  return changed;
}

function once(chance: Chance, bytes: Uint8Array): Uint8Array {
  const at = chance.int(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + chance.int(40));
  switch (chance.int(6)) {
    case 0: {
      const flipped = Uint8Array.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << chance.int(8));
      return flipped;
    }
    case 1:
      return joined(bytes.subarray(0, at), bytes.subarray(end));
    case 2:
      return joined(bytes.subarray(0, end), bytes.subarray(at));
    case 3:
      return joined(bytes.subarray(0, at), Buffer.from(chance.pick(pieces)), bytes.subarray(at));
    case 4:
      return joined(bytes.subarray(0, at), Uint8Array.of(chance.int(256)), bytes.subarray(at));
    default: {
      const from = chance.int(bytes.length + 1);
      return joined(bytes.subarray(0, at), bytes.subarray(from, from + chance.int(120)), bytes.subarray(at));
    }
  }
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
