/** The look of a code to be sent, of the line that takes one, and of a number to be picked. */
export const codeStyle = `
[data-frame=code] .frame, [data-frame=number] .frame { background: none; box-shadow: none; }
[data-frame=code] .over { display: none; }
[data-frame=code] .frame { block-size: auto; min-block-size: 148px; overflow: visible; }
.code { display: flex; flex-direction: column; align-items: center; gap: 8px; inline-size: 100%; }
.account { font-size: 15px; color: var(--_muted); overflow-wrap: anywhere; }
.account-qr { inline-size: 112px; block-size: 112px; border-radius: 8px; background: #fff; image-rendering: pixelated; }
.digits { font: 600 40px/1.2 ui-monospace, "SF Mono", Menlo, Consolas, monospace; letter-spacing: .06em; font-variant-numeric: tabular-nums; user-select: all; -webkit-user-select: all; }
.copy, .enter { min-block-size: 44px; padding: 0 20px; border: 0; border-radius: 22px; background: var(--_text); color: var(--_background); font: inherit; font-size: 15px; font-weight: 600; cursor: pointer; }
.copy { min-inline-size: 120px; }
.copy:focus-visible, .enter:focus-visible, .entry-input:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
.number { font: 700 96px/1 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: var(--_accent); animation: arrive .3s cubic-bezier(.2, .9, .3, 1.2); }
.entry { display: flex; flex-direction: column; gap: 6px; inline-size: 100%; margin-block-start: 14px; padding-block-start: 14px; border-block-start: 1px solid var(--_border); text-align: start; }
.entry-label { font-size: 14px; color: var(--_muted); }
.entry-line { display: flex; gap: 8px; }
.entry-input { flex: 1; min-inline-size: 0; min-block-size: 44px; padding: 0 12px; border: 1px solid var(--_border); border-radius: 10px; background: none; color: inherit; font: 16px/1 ui-monospace, "SF Mono", Menlo, Consolas, monospace; letter-spacing: .06em; text-transform: uppercase; }
.enter { border-radius: 10px; flex: none; }
.entry-note { font-size: 14px; color: var(--_bad); }
.entry-note:empty { display: none; }
`;
