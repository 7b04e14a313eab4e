import { createHash } from "node:crypto";

/** The look of the console, in light and dark, on phones and desktops. */
export const style = `
:root { color-scheme: light dark; --ground: light-dark(#f5f6f5, #14181a); --card: light-dark(#fff, #1c2124); --text: light-dark(#1b211e, #edf1ef); --quiet: light-dark(#5a645f, #a6b1ab); --line: light-dark(#dde2df, #333b3f); --green: light-dark(#06703a, #4fce8c); --red: light-dark(#b3261e, #ff9d94); }
* { box-sizing: border-box; }
html { font: 15px/1.55 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; background: var(--ground); color: var(--text); }
a { color: var(--green); text-underline-offset: 3px; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 20px; padding: 10px 20px; background: var(--card); border-bottom: 1px solid var(--line); }
header strong { font-size: 16px; }
nav { display: flex; flex-wrap: wrap; gap: 4px; margin-right: auto; }
nav a { padding: 9px 12px; border-radius: 8px; color: var(--text); text-decoration: none; }
nav a[aria-current] { background: light-dark(#e2f1e8, #17392a); font-weight: 600; }
header form { display: flex; align-items: center; gap: 12px; color: var(--quiet); }
main { max-width: 60rem; margin: 0 auto; padding: 20px; }
main.narrow { max-width: 28rem; padding-top: 12vh; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 28px 0 8px; font-size: 16px; }
h3 { margin: 16px 0 8px; font-size: 15px; }
p { margin: 0 0 12px; } .qr img { display: block; border-radius: 12px; } p.number { font-size: 56px; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; } .secret { margin-top: 12px; }
.quiet, time, dt { color: var(--quiet); }
.card { padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.said { margin-bottom: 16px; border-left: 4px solid var(--green); }
.why { margin-bottom: 16px; font-size: 17px; border-left: 4px solid var(--green); }
.said.bad, .why.bad { border-left-color: var(--red); }
.search { display: flex; gap: 8px; margin-bottom: 16px; }
.several { flex-wrap: wrap; } .several > * { flex: 1 1 10rem; } .several button { flex: 0 0 auto; } .below { margin-top: 16px; }
.acts + .search { margin-top: 12px; }
.card > .search:last-child, .card > :last-child { margin-bottom: 0; }
footer { max-width: 60rem; margin: 0 auto; padding: 0 20px 24px; font-size: 13px; }
input, select { flex: 1; min-width: 0; min-height: 44px; padding: 8px 12px; border: 1px solid light-dark(#8a938e, #6b756f); border-radius: 10px; background: var(--card); color: inherit; font: inherit; }
button, .button { display: inline-flex; align-items: center; min-height: 44px; padding: 8px 16px; border: 1px solid light-dark(#8a938e, #6b756f); border-radius: 10px; background: var(--card); color: inherit; font: inherit; text-decoration: none; cursor: pointer; }
button.main { border-color: transparent; background: #06703a; color: #fff; font-weight: 600; }
button.danger { border-color: currentColor; color: var(--red); }
button.small { min-height: 36px; padding: 4px 12px; }
ul.rows { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
ul.rows > li { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 16px; padding: 10px 16px; border-top: 1px solid var(--line); }
ul.rows > li:first-child { border-top: 0; } ul.rows + ul.rows { margin-top: 8px; }
ul.rows .grow { flex: 1 1 16rem; min-width: 0; overflow-wrap: anywhere; }
ul.rows form { margin: 2px 0; } ul.rows .acts { align-items: center; gap: 2px 12px; }
code { font: 13px/1.5 ui-monospace, "SF Mono", Consolas, monospace; overflow-wrap: anywhere; }
.tag { padding: 1px 8px; font-weight: 400; border: 1px solid currentColor; border-radius: 20px; font-size: 13px; white-space: nowrap; }
details { margin-top: 8px; } summary { padding: 8px 0; cursor: pointer; } section > form { margin-top: 12px; }
.tag.good { color: var(--green); } .tag.no { color: var(--red); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
.acts { display: flex; flex-wrap: wrap; gap: 8px; align-items: start; }
ol.timeline { list-style: none; margin: 0; padding: 0 0 0 14px; border-left: 2px solid var(--line); }
ol.timeline li { position: relative; display: flex; gap: 14px; padding: 5px 0; overflow-wrap: anywhere; }
ol.timeline li::before { content: ""; position: absolute; left: -20px; top: 12px; width: 10px; height: 10px; border-radius: 5px; background: var(--line); }
ol.timeline li.step::before { background: var(--green); } ol.timeline li.no::before { background: var(--red); }
ol.timeline time { flex: none; font-variant-numeric: tabular-nums; } ol.timeline span { min-width: 0; }
.filters { display: flex; flex-wrap: wrap; gap: 4px 12px; margin-bottom: 12px; }
.filters a { padding: 8px 0; } .filters a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 8px; list-style: none; margin: 0; padding: 0; }
.numbers li { display: flex; flex-direction: column; padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; font-size: 13px; }
.numbers strong { font-size: 26px; line-height: 1.3; font-variant-numeric: tabular-nums; }
.chart { display: block; width: 100%; height: auto; } .chart .started { fill: light-dark(#c7d8ce, #33463c); } .chart .signed-in { fill: var(--green); }
.chart .week { fill: none; stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 5 4; } .chart .axis { stroke: var(--line); } .chart text { fill: var(--quiet); font-size: 12px; text-anchor: middle; }
.legend { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; margin-top: 10px; color: var(--quiet); font-size: 13px; }
.key { width: 14px; height: 10px; border-radius: 2px; } .key.started { background: light-dark(#c7d8ce, #33463c); } .key.signed-in { background: var(--green); } .key.week { height: 0; border-radius: 0; border-top: 2px dashed var(--quiet); }
.wide { overflow-x: auto; } .wide th, .wide td { white-space: nowrap; } table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 10px; border-top: 1px solid var(--line); text-align: start; font-weight: 400; } thead th { border-top: 0; color: var(--quiet); font-size: 13px; } tbody th { font-weight: 600; } .count { text-align: end; white-space: nowrap; }
:focus-visible { outline: 3px solid light-dark(#07a152, #4fce8c); outline-offset: 2px; }
@media (max-width: 40rem) { main { padding: 16px 12px; } header { padding: 8px 12px; } dl { grid-template-columns: 1fr; } dt { margin-top: 6px; } nav { gap: 0; } nav a { padding: 7px 8px; } footer { padding: 0 12px 24px; } .chart text { font-size: 22px; transform: translateY(4px); } ul.rows .grow { flex-basis: 12rem; } }
`;

/** The content security policy: a page may use its own style and post to its own origin. The console has no scripts. */
export const consolePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");
