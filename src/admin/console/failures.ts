import type { SignInHour } from "../../domain/sign-in-hour.ts";
import { type Html, html } from "../../http/html.ts";
import type { Days } from "./figures.ts";
import type { Spoken } from "./page.ts";
import { failureWords } from "./reasons.ts";

/** Lists the reasons why sign-ins failed, most frequent first, with their counts of a week ago. */
export function failures({ today, weekAgo }: Pick<Days, "today" | "weekAgo">, { say, language }: Spoken): Html {
  const before = countsOf(weekAgo);
  const most = [...countsOf(today)].sort(([, a], [, b]) => b.count - a.count);
  if (most.length === 0) return html`<p class="card">${say("noFailures")}</p>`;
  return html`<ul class="rows">${most.map(
    ([key, { row, count }]) => html`<li><span class="grow">${failureWords(row, language)}</span>
<span>${say("times", { count: String(count) })}</span>
<span class="quiet">${say("timesWeek", { count: String(before.get(key)?.count ?? 0) })}</span></li>`,
  )}</ul>`;
}

function countsOf(rows: readonly SignInHour[]): Map<string, { row: SignInHour; count: number }> {
  const counts = new Map<string, { row: SignInHour; count: number }>();
  for (const row of rows) {
    if (row.ending === "open" || row.ending === "redeemed") continue;
    const key = row.ending === "expired" ? `expired ${row.reached}` : row.ending;
    counts.set(key, { row, count: (counts.get(key)?.count ?? 0) + row.count });
  }
  return counts;
}
