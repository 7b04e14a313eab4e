const chineseMobile = /^1[3-9]\d{9}$/;

/** E.164: `+`, country and number, at most 15 digits in all. */
const international = /^\+[1-9]\d{6,14}$/;

/**
 * The phone number that somebody typed, as E.164; undefined where it is none. Eleven digits that begin with 1 are a
 * Chinese mobile; any other number needs its country. Of China only mobiles count: others receive no SMS.
 */
export function readPhone(typed: string): string | undefined {
  const digits = typed.normalize("NFKC").replace(/[\s().\-‐-―]/g, "");
  if (chineseMobile.test(digits)) return `+86${digits}`;
  const full = digits.replace(/^00/, "+").replace(/^86(?=1\d{10}$)/, "+86");
  if (full.startsWith("+86") && !chineseMobile.test(full.slice(3))) return undefined;
  return international.test(full) ? full : undefined;
}

/** A number as its owner knows it again and nobody else can call it: `138****8000`, `+852****67`. */
export const maskPhone = (phone: string): string =>
  phone.startsWith("+86") ? `${phone.slice(3, 6)}****${phone.slice(-4)}` : `${phone.slice(0, 4)}****${phone.slice(-2)}`;

/** The ten thousand numbers among which this one is: whoever rents numbers to be paid for SMS has them in a row. */
export const rangeOf = (phone: string): string => phone.slice(0, -4);

/** Which of these countries' codes the number begins with, the longest first; undefined for none. */
export const countryOf = (phone: string, codes: readonly string[]): string | undefined =>
  codes.filter((code) => phone.startsWith(`+${code}`)).sort((a, b) => b.length - a.length)[0];

/** What a number is counted by: some carriers let the 0 of calls inside of a country pass, and each would be another one. */
export const countedAs = (phone: string, country: string): string =>
  `+${country}${phone.slice(country.length + 1).replace(/^0+/, "")}`;
