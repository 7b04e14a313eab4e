import { createHash, createHmac } from "node:crypto";

/** A signature worked out step by step, so that a person sees where theirs went another way. */
export interface Check {
  /** Which one: `signature`, `msg_signature`, `MsgSignature`, … */
  what: string;
  method: "sha1" | "hmac_sha256";
  /** What goes in, in the order it is joined: sorted by bytes for `sha1`. */
  parts: { name: string; value: string }[];
  joined: string;
  expected: string;
  /** What the other side gave; absent where WeChat itself signs. */
  got?: string;
  /** What is odd about it beyond the signature. */
  note?: string;
}

/** SHA-1 over the parts, sorted by their bytes, as lower-case hex. */
export function checkSha1(what: string, named: Record<string, string>, got?: string): Check {
  const parts = Object.entries(named)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)));
  const joined = parts.map(({ value }) => value).join("");
  const expected = createHash("sha1").update(joined).digest("hex");
  return { what, method: "sha1", parts, joined, expected, ...(got === undefined ? {} : { got }) };
}

/** SHA-1 over `name=value` of every part, in the order of their names, as pages are signed for the JS-SDK. */
export function checkJsApi(named: Record<string, string>, got: string): Check {
  const parts = Object.entries(named)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const joined = parts.map(({ name, value }) => `${name}=${value}`).join("&");
  const expected = createHash("sha1").update(joined).digest("hex");
  return { what: "signature", method: "sha1", parts, joined, expected, got };
}

/** HMAC-SHA-256 as lower-case hex; the key is used as the text it is. */
export function checkHmac(what: string, key: string, data: string, got: string): Check {
  const expected = createHmac("sha256", key).update(data).digest("hex");
  const parts = [
    { name: "session_key", value: key },
    { name: "data", value: data },
  ];
  return { what, method: "hmac_sha256", parts, joined: data, expected, got };
}
