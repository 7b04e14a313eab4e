import { createHash, createHmac } from "node:crypto";

/** A signature computed step by step, to show where another computation differs. */
export interface Check {
  /** Which signature: `signature`, `msg_signature`, `MsgSignature`, … */
  what: string;
  /** The algorithm. */
  method: "sha1" | "hmac_sha256";
  /** The inputs, in the order they are joined: sorted by bytes for `sha1`. */
  parts: {
    /** The name of the input. */
    name: string;
    /** The input. */
    value: string;
  }[];
  /** The inputs, joined. */
  joined: string;
  /** The correct signature. */
  expected: string;
  /** The signature that the other side sent; absent where WeChat itself signs. */
  got?: string;
  /** Anything unusual beyond the signature. */
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
