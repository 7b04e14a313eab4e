/** What arrives with a text and nobody sees: controls, zero-width and direction marks, and what makes an emoji of a digit. */
const unseen = /[\p{Cc}\p{Cf}]|\ufe0e|\ufe0f|\u20e3/gu;

/** What stands around a word or a code: brackets, quotes, stops. A question mark is a doubt, a `%` makes another number. */
const around = "[[\\p{P}\\p{So}\\p{Sk}~\\s]--[?%]]";
const ends = new RegExp(`^${around}+|${around}+$`, "gv");
const within = new RegExp(around, "gv");

/** A short text as it was meant: by the letters and digits that everybody has, without what stands around them. */
export const bare = (typed: string): string => typed.normalize("NFKC").replace(unseen, "").replace(ends, "");

/** The same for words: without capitals, and without the stops within, which people leave out. Marks alone stay. */
export const bareWord = (typed: string): string =>
  bare(typed).replace(within, "").toLowerCase() || typed.normalize("NFKC").trim();

/** The same for codes: in one piece. */
export const bareCode = (typed: string): string => bare(typed).replace(/[\s\p{Pd}]/gu, "");
