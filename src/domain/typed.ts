import { asciiDigits } from "./typed-digits.ts";

/**
 * What says nothing in a typed text: controls, joiners, direction marks, fillers, what makes an emoji of a digit, and an
 * emoji's skin.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u2800]|\u20e3/gu;

/** WeChat's own emoticons, as its texts write them: `[微笑]`, `[OK]`, and at the end `/:strong`, `/::)`. */
const emoticons = /\[\p{L}{1,12}\]|\s*\/:\S{1,10}$/gu;

/** What stands around a word or a code: brackets, quotes, stops. A question mark is a doubt, a `%` makes another number. */
const around = "[[\\p{P}\\p{So}\\p{Sk}~<>\\s]--[?%]]";
const ends = new RegExp(`^${around}+|${around}+$`, "gv");
const within = new RegExp(around, "gv");

const seen = (typed: string): string => typed.normalize("NFKC").replace(unseen, "");

const trimmed = (text: string): string => asciiDigits(text.replace(ends, ""));

/**
 * A short text as it was meant: by the letters and digits that everybody has, without what stands around them. An
 * emoticon alone is a word: people put words into the same brackets.
 */
export function bare(typed: string): string {
  const text = seen(typed);
  return trimmed(text.replace(emoticons, "")) || trimmed(text);
}

/** The same for words: without capitals, and without the stops within, which people leave out. Marks alone stay. */
export const bareWord = (typed: string): string => bare(typed).replace(within, "").toLowerCase() || seen(typed).trim();

/** The same for codes: in one piece. */
export const bareCode = (typed: string): string => bare(typed).replace(/[\s\p{Pd}_~·•・、]/gu, "");
