const chineseMobile = /^1[3-9]\d{9}$/;

/** E.164: `+`, country and number, at most 15 digits in all. */
const international = /^\+[1-9]\d{6,14}$/;

/**
 * A typed phone number as E.164; undefined if it is not one. Eleven digits that begin with 1 are a Chinese mobile;
 * any other number needs its country code. Of Chinese numbers only mobiles are accepted: others receive no SMS.
 */
export function readPhone(typed: string): string | undefined {
  const digits = typed.normalize("NFKC").replace(/[\s().\-‐-―]/g, "");
  if (chineseMobile.test(digits)) return `+86${digits}`;
  const full = digits.replace(/^00/, "+").replace(/^86/, "+86");
  if (full.startsWith("+86") && !chineseMobile.test(full.slice(3))) return undefined;
  return international.test(full) ? full : undefined;
}

/** A masked number, which only its owner can recognize: `138****8000`, `+852****67`. */
export const maskPhone = (phone: string): string =>
  phone.startsWith("+86") ? `${phone.slice(3, 6)}****${phone.slice(-4)}` : `${phone.slice(0, 4)}****${phone.slice(-2)}`;

/** The range of ten thousand numbers that contains this one: numbers rented for SMS fraud come in a row. */
export const rangeOf = (phone: string): string => phone.slice(0, -4);

/** The longest of these country codes with which the number begins; undefined if none does. */
export const countryOf = (phone: string, codes: readonly string[]): string | undefined =>
  codes.filter((code) => phone.startsWith(`+${code}`)).sort((a, b) => b.length - a.length)[0];

/**
 * The form in which a number is counted: some carriers accept it with the national 0, which would make it a second
 * number.
 */
export const countedAs = (phone: string, country: string): string =>
  `+${country}${phone.slice(country.length + 1).replace(/^0+/, "")}`;
