/** The style of WeChat's browser and of mini-programs. */
export const apps = `
.browser { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; }
.browser .page { grid-row: 2; width: 100%; height: 100%; border: 0; background: #fff; color-scheme: light; }
.browser .snapshot { display: flex; align-items: center; gap: 12px; padding: 10px 16px; font-size: 13.5px; line-height: 1.4; color: var(--ink-2); background: var(--press); }
.browser .snapshot button { flex: none; margin-left: auto; color: var(--jade); font-weight: 600; padding: 10px 6px; }
.preview { width: 100%; height: 100%; border: 0; grid-row: 2; }
.mini { overflow-y: auto; padding: 28px 20px calc(28px + env(safe-area-inset-bottom)); text-align: center; }
.mini .face.large { width: 64px; height: 64px; border-radius: 50%; font-size: 26px; margin: 0 auto 12px; }
.mini h2 { font-size: 19px; font-weight: 600; }
.mini p { color: var(--ink-2); font-size: 14.5px; margin-top: 6px; text-wrap: pretty; }
.mini dl { margin: 22px 0; padding: 4px 16px; background: var(--card); border-radius: 16px; text-align: left; }
.mini dl div { display: flex; gap: 16px; padding: 11px 0; font-size: 14.5px; }
.mini dl div + div { border-top: 1px solid var(--line); }
.mini dt { flex: none; color: var(--ink-2); }
.mini dd { margin: 0 0 0 auto; text-align: right; overflow-wrap: anywhere; }
.mini .buttons { display: grid; gap: 10px; }
.mini .quiet { background: var(--card); }
.mini .quiet:hover { background: var(--press); }
.mini .called { opacity: .6; }
.mini .results { list-style: none; padding: 0; margin: 22px 0 0; display: grid; gap: 12px; text-align: left; font-size: 13.5px; }
.mini .results b { display: block; font-weight: 600; }
.mini .results code { display: block; color: var(--ink-2); overflow-wrap: anywhere; font: 12.5px/1.5 ui-monospace, "Noto Sans Mono", monospace; }
`;
