import { funnelOf, medianSeconds, type SignInHour } from "../../domain/sign-in-hour.ts";
import { type Html, html } from "../../http/html.ts";
import { percent, seconds } from "./figures.ts";
import type { Spoken } from "./page.ts";
import { wayWords } from "./ways.ts";

/** The funnel of each application and channel, busiest first. */
export function wayTable(rows: readonly SignInHour[], { say, language }: Spoken): Html {
  const groups = new Map<string, SignInHour[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.applicationId, row.channel]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const busiest = [...groups.values()].sort((a, b) => funnelOf(b).shown - funnelOf(a).shown);
  return html`<div class="card wide" role="region" aria-label="${say("byWay")}" tabindex="0"><table>
<thead><tr><th scope="col">${say("application")}</th><th scope="col">${say("way")}</th>
<th scope="col" class="count">${say("shownCount")}</th><th scope="col" class="count">${say("scannedCount")}</th>
<th scope="col" class="count">${say("confirmedCount")}</th><th scope="col" class="count">${say("redeemedCount")}</th>
<th scope="col" class="count">${say("median")}</th></tr></thead>
<tbody>${busiest.map((group) => line(group, { say, language }))}</tbody>
</table></div>`;
}

function line(group: readonly SignInHour[], { say, language }: Spoken): Html {
  const [first] = group;
  if (!first) return html``;
  const { shown, scanned, confirmed, redeemed } = funnelOf(group);
  const share = (count: number): Html => html`${count} <span class="quiet">${percent(count, shown)}%</span>`;
  return html`<tr><th scope="row">${first.applicationId}</th><td>${wayWords(first.channel, language)}</td>
<td class="count">${shown}</td><td class="count">${share(scanned)}</td><td class="count">${share(confirmed)}</td>
<td class="count">${share(redeemed)}</td><td class="count">${seconds(medianSeconds(group), say)}</td></tr>`;
}
