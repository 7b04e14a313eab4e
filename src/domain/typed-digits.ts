/** Numerals that keyboards and voice input produce. The position in its row is the digit. */
const rows = ["〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零幺两參肆伍陸柒捌玖", "零一兩叄四五六七八九"];

const numerals: ReadonlyMap<string, string> = new Map(
  rows.flatMap((row) => [...row].map((numeral, digit) => [numeral, String(digit)] as const)),
);

const numeral = `[${[...numerals.keys()].join("")}]`;

const allNumerals = new RegExp(`^(?:${numeral}[\\s,.、。]*)+$`, "u");

/** Spoken numbers up to 99: 十二, 四十, 四十二. */
const spoken = /^([二三四五六七八九])?十([一二三四五六七八九])?$/u;

/** Whether a text contains digits of any script, or enough Chinese numerals in a row for a code. */
const manyNumerals = new RegExp(`\\p{N}|(?:${numeral}[\\s,.、。]*){4}`, "u");

export const mayHaveDigits = (text: string): boolean => manyNumerals.test(text);

/**
 * A text with the digits of all scripts as ASCII digits. Chinese numerals count only if the text has no other digits.
 */
export function asciiDigits(text: string): string {
  const [isSpoken, tens = "一", ones = "〇"] = spoken.exec(text) ?? [];
  if (isSpoken) return digitOf(tens) + digitOf(ones);
  return allNumerals.test(text) ? text.replace(/\S/gu, digitOf) : text.replace(/[^\P{Nd}\d]/gu, decimalOf);
}

const digitOf = (numeral: string): string => numerals.get(numeral) ?? numeral;

/** Each script has its ten digits in one row. */
function decimalOf(digit: string): string {
  let [value, before] = [0, (digit.codePointAt(0) ?? 0) - 1];
  for (; /\p{Nd}/u.test(String.fromCodePoint(before)); before--) value++;
  return String(value % 10);
}
