import { sha256 } from "../../base/bytes.ts";

const salt = "saoma simulator";

const hex = (...parts: string[]): string => Buffer.from(sha256(salt, ...parts), "base64url").toString("hex");

const letters = (...parts: string[]): string =>
  [0, 1, 2].map((n) => sha256(salt, ...parts, String(n)).replaceAll(/[-_]/g, "")).join("");

/** An appid: `wx` and 16 hexadecimal digits, always the same for a name. */
export const appidOf = (name: string): string => `wx${hex("appid", name).slice(0, 16)}`;

/** An AppSecret: 32 hexadecimal digits. */
export const secretOf = (name: string): string => hex("secret", name).slice(0, 32);

/** A Token of the console: letters and digits. */
export const tokenOf = (name: string): string => letters("token", name).slice(0, 24);

/** An EncodingAESKey: 43 letters and digits. */
export const aesKeyOf = (name: string): string => letters("aesKey", name).slice(0, 43);

/** An original id: `gh_` and 12 lower-case hexadecimal digits. */
export const originalIdOf = (name: string): string => `gh_${hex("original", name).slice(0, 12)}`;

/** An openid: 28 characters. The first six are the same for all people of an account, as on the real platform. */
export const openIdOf = (appid: string, person: string): string =>
  `o${sha256(salt, "prefix", appid).slice(0, 5)}${sha256(salt, "person", appid, person).slice(0, 22)}`;

/** A unionid: 28 characters. The first six are the same for all people of an Open Platform account. */
export const unionIdOf = (platform: string, person: string): string =>
  `o${sha256(salt, "platform", platform).slice(0, 5)}${sha256(salt, "union", platform, person).slice(0, 22)}`;

/** A Chinese mobile number of eleven digits. */
export const phoneOf = (person: string): string =>
  `139${String(Number.parseInt(hex("phone", person).slice(0, 12), 16) % 100_000_000).padStart(8, "0")}`;

/** The name of a drawn avatar, which is part of its address. */
export const pictureOf = (person: string, seed: string): string => sha256(salt, "avatar", person, seed).slice(0, 32);
