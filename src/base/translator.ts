/** A sentence of the table, as a pattern that recognises it. */
interface Pattern {
  readonly shape: RegExp;
  /** The number of the placeholder of each value, in the order of the English. */
  readonly places: readonly number[];
  readonly chinese: string;
}

/**
 * Recognises English sentences of lower layers by the table and translates them into Chinese, including their values.
 * The lower layers always write English, because their errors are also logged.
 */
export function createTranslator(table: Readonly<Record<string, string>>): (english: string) => string {
  // Longer sentences are tried first: `is missing. Set it, or {0}.` before `is missing. {0}`.
  const patterns = Object.entries(table)
    .filter(([english]) => /\{\d/.test(english) && lettersOf(english) > fewest)
    .sort(([a], [b]) => lettersOf(b) - lettersOf(a))
    .map(([english, chinese]) => patternOf(english, chinese));

  function whole(english: string): string | undefined {
    if (Object.hasOwn(table, english)) return table[english];
    for (const { shape, places, chinese } of patterns) {
      const values = shape.exec(english)?.slice(1);
      if (!values) continue;
      const byPlace = new Map(places.map((place, at) => [place, translate(values[at] ?? "")]));
      return chinese.replace(/\{(\d+)\}/g, (_, place: string) => byPlace.get(Number(place)) ?? "");
    }
    return undefined;
  }

  /** Recognises two sentences of the table in a row. */
  function both(english: string): string | undefined {
    for (const { index } of english.matchAll(/(?<=[.:]) /g)) {
      const [before, after] = [
        whole(english.slice(0, index)),
        whole(english.slice(index)) ?? whole(english.slice(index + 1)),
      ];
      if (before !== undefined && after !== undefined) return before + after;
    }
    return undefined;
  }

  function translate(english: string): string {
    if (Object.hasOwn(table, english)) return table[english] ?? english;
    return both(english) ?? whole(english) ?? english;
  }

  return translate;
}

/** The minimum length of a pattern: shorter ones, such as `{0} or {1}`, would match other sentences. */
const fewest = 6;

const lettersOf = (english: string): number => english.replace(/\{\d+\}/g, "").length;

function patternOf(english: string, chinese: string): Pattern {
  const parts = english.split(/\{(\d+)\}/);
  const places = parts.filter((_, at) => at % 2 === 1).map(Number);
  const shape = parts
    .map((part, at) => (at % 2 === 1 ? "(.*?)" : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")))
    .join("");
  return { shape: new RegExp(`^${shape}$`, "s"), places, chinese };
}
