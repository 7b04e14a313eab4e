/** The word of `words` that `typed` was probably meant to be; undefined if none is close. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  // Two letters that changed places count as two changes.
  const allowed = typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3));
  const near = words.map((word) => ({ word, distance: distance(typed.toLowerCase(), word.toLowerCase()) }));
  return near.filter((one) => one.distance <= allowed).sort((a, b) => a.distance - b.distance)[0]?.word;
}

/** The number of letters to add, remove or change to turn one word into the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
