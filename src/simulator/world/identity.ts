import { sha256 } from "../../base/bytes.ts";

const salt = "saoma simulator";

const hex = (...parts: string[]): string => Buffer.from(sha256(salt, ...parts), "base64url").toString("hex");

const letters = (...parts: string[]): string =>
  [0, 1, 2].map((n) => sha256(salt, ...parts, String(n)).replaceAll(/[-_]/g, "")).join("");

/** `wx` and 16 hexadecimal digits, always the same for one name. */
export const appidOf = (name: string): string => `wx${hex("appid", name).slice(0, 16)}`;

/** AppSecret: 32 hexadecimal digits. */
export const secretOf = (name: string): string => hex("secret", name).slice(0, 32);

/** The push token of the console: letters and digits. */
export const tokenOf = (name: string): string => letters("token", name).slice(0, 24);

/** EncodingAESKey: 43 letters and digits. */
export const aesKeyOf = (name: string): string => letters("aesKey", name).slice(0, 43);

/** `gh_` and 12 lower-case hexadecimal digits. */
export const originalIdOf = (name: string): string => `gh_${hex("original", name).slice(0, 12)}`;

/** 28 characters; the first six are shared by everybody the account knows, as on the real platform. */
export const openIdOf = (appid: string, person: string): string =>
  `o${sha256(salt, "prefix", appid).slice(0, 5)}${sha256(salt, "person", appid, person).slice(0, 22)}`;
