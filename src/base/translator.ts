/** A sentence of the table as it is recognised. */
interface Pattern {
  readonly shape: RegExp;
  /** Where each value goes, by its place in the English. */
  readonly places: readonly number[];
  readonly chinese: string;
}

/**
 * Recognises what a lower layer said in English by the table's sentences, and says it in Chinese, the values inside it
 * too. Layers below the commands know no language: what they throw is for a log as well.
 */
export function createTranslator(table: Readonly<Record<string, string>>): (english: string) => string {
  // The longer sentence first: `is missing. Set it, or {0}.` before `is missing. {0}`.
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

  /** Two sentences of the table, one after the other. */
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

/** What is shorter would be found in many a sentence that is another: `{0} or {1}`. */
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
