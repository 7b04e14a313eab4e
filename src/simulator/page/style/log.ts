import { frame } from "./frame.ts";

/** The style of the log page: one line for each call and push, and the details of the open one. */
export const logStyle = `${frame}
html, body { height: auto; }
body { overflow: auto; background: var(--screen); }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 12px 20px; padding: 16px clamp(16px, 4vw, 48px); background: color-mix(in srgb, var(--screen) 92%, transparent); backdrop-filter: blur(12px); border-bottom: 1px solid var(--line); }
header h1 { font-size: 20px; font-weight: 650; margin-right: auto; }
header h1 small { display: block; font-weight: 400; font-size: 13px; color: var(--ink-2); }
.kinds { display: flex; gap: 4px; padding: 4px; border-radius: 14px; background: var(--press); }
.kinds button { min-height: 36px; padding: 0 14px; border-radius: 10px; font-size: 14px; color: var(--ink-2); }
.kinds button[aria-pressed="true"] { background: var(--card); color: var(--ink); font-weight: 600; }
header .quiet { display: inline-flex; align-items: center; color: inherit; text-decoration: none; min-height: 44px; padding: 0 16px; font-size: 14px; }
main { max-width: 1040px; margin: 0 auto; padding: 20px clamp(12px, 4vw, 48px) 64px; }
.none { padding: 72px 20px; text-align: center; color: var(--ink-2); }
.warn { margin-bottom: 16px; padding: 14px 18px; border-radius: 14px; background: var(--card); font-size: 14.5px; }
.warn b { display: block; } .warn code { display: block; margin-top: 4px; }
details { background: var(--card); border-radius: 14px; margin-bottom: 8px; }
summary { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 2px 14px; align-items: baseline; padding: 13px 18px; cursor: pointer; list-style: none; border-radius: 14px; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--press); }
details[open] > summary { border-radius: 14px 14px 0 0; }
summary time { color: var(--ink-3); font-size: 13px; font-variant-numeric: tabular-nums; }
summary b { font-weight: 550; overflow-wrap: anywhere; }
summary .way { color: var(--ink-2); font-weight: 400; margin-right: 7px; font-size: 14px; }
summary .end { font-size: 14px; color: var(--jade); text-align: right; }
summary .end.bad { color: var(--bad); }
summary .why { grid-column: 2 / -1; color: var(--bad); font-size: 14px; overflow-wrap: anywhere; }
:root { --bad: #a8402f; } @media (prefers-color-scheme: dark) { :root { --bad: #ee9787; } }
.inside { padding: 16px 18px 20px; display: grid; gap: 18px; }
.inside h2 { font-size: 14px; font-weight: 600; margin-bottom: 6px; }
.inside h2 small { font-weight: 400; color: var(--ink-2); }
pre { font: 12.5px/1.55 ui-monospace, "Noto Sans Mono", "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--press); border-radius: 10px; padding: 10px 14px; max-height: 320px; overflow-y: auto; }
code { font: 12.5px/1.55 ui-monospace, "Noto Sans Mono", "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere; }
.check { display: grid; gap: 10px; padding: 14px 16px; border: 1px solid var(--line); border-radius: 12px; }
.check h2 { margin: 0; }
.check ol { padding-left: 22px; display: grid; gap: 8px; font-size: 14px; color: var(--ink-2); }
.check ol code { color: var(--ink); }
.check .part { display: flex; flex-wrap: wrap; gap: 0 10px; }
.check .part span { flex: 0 0 104px; }
.check .part code { flex: 1 1 200px; }
.same { color: var(--jade); } .other { color: var(--bad); }
@media (max-width: 560px) { header { position: static; } header .quiet { order: -1; } header h1 { width: 100%; order: -2; } summary { grid-template-columns: minmax(0, 1fr) auto; } summary time { grid-column: 1 / -1; } summary .why { grid-column: 1 / -1; } .kinds { width: 100%; } .kinds button { flex: 1; padding: 0 6px; } }
`;
