import { raw } from "hono/html";
import { type Html, html } from "../../http/html.ts";

/** One hour of the chart. */
export interface ChartHour {
  /** The start of the hour, in milliseconds since the epoch. */
  readonly hour: number;
  readonly started: number;
  readonly signedIn: number;
  /** The attempts that were started in the same hour a week ago. */
  readonly weekAgo: number;
}

const size = { slot: 28, bar: 18, height: 120, foot: 18 };

/**
 * A bar chart by hour, drawn by the server as SVG. It needs no script and no style attributes, which the content
 * security policy forbids.
 */
export function hourChart(hours: readonly ChartHour[], label: string): Html {
  const most = Math.max(1, ...hours.flatMap(({ started, weekAgo }) => [started, weekAgo]));
  const high = (count: number): number => Math.round((count / most) * size.height * 10) / 10;
  const width = hours.length * size.slot;
  const line = hours
    .map(({ weekAgo }, at) => `${at * size.slot + size.slot / 2},${size.height - high(weekAgo) + 2}`)
    .join(" ");
  return html`<svg class="chart" viewBox="0 0 ${width} ${size.height + size.foot + 4}" role="img" aria-label="${label}">
${hours.map((one, at) => bars(one, at, high))}
<polyline class="week" points="${line}" />
<line class="axis" x1="0" x2="${width}" y1="${size.height + 2}" y2="${size.height + 2}" />
</svg>`;
}

function bars({ hour, started, signedIn }: ChartHour, at: number, high: (count: number) => number): Html {
  const x = at * size.slot + (size.slot - size.bar) / 2;
  const bar = (look: string, count: number): Html =>
    html`<rect class="${look}" x="${x}" y="${size.height - high(count) + 2}" width="${size.bar}" height="${high(count)}" />`;
  const clock = new Date(hour).toISOString().slice(11, 13);
  const label =
    at % 3 === 2 ? html`<text x="${x + size.bar / 2}" y="${size.height + size.foot}">${clock}</text>` : raw("");
  return html`${bar("started", started)}${bar("signed-in", signedIn)}${label}`;
}
