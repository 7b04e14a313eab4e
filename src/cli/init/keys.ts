import { randomToken } from "../../base/bytes.ts";
import { pick, type Random } from "../../base/random.ts";

const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"] as [string, ...string[]];
// The possible last characters: the last of 43 has two bits that are not part of the key, and strict decoders require
// them to be zero.
const last = [..."AEIMQUYcgkosw048"] as [string, ...string[]];

const letters = (random: Random, length: number): string =>
  Array.from({ length }, () => pick(random, alphabet)).join("");

/** A Token for WeChat's console: 32 letters and digits. */
export const makeToken = (random: Random): string => letters(random, 32);

/** An EncodingAESKey for WeChat's console: 43 letters and digits. */
export const makeAesKey = (random: Random): string => letters(random, 42) + pick(random, last);

/** A value for SAOMA_SECRET: 288 random bits. */
export const makeSecret = (random: Random): string => randomToken(random, 36);
