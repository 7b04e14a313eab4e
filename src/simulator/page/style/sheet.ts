/** The style of sheets, which slide up from below. */
export const sheet = `
.strip { position: absolute; inset: auto 16px 96px; z-index: 2; padding: 10px 16px; border-radius: 12px; background: var(--ink); color: var(--screen); font-size: 14px; text-align: center; }
.news { position: absolute; inset: 8px 10px auto; z-index: 6; }
.news button { width: 100%; display: flex; align-items: center; gap: 12px; padding: 10px 14px; text-align: left; border-radius: 20px; background: var(--card); box-shadow: 0 0 0 1px var(--line), 0 10px 30px -8px rgb(0 0 0 / .35); }
.news button > span:last-child { min-width: 0; display: grid; font-size: 14px; line-height: 1.4; }
.news button b { font-weight: 600; }
.news .face { width: 38px; height: 38px; }
.veil { position: absolute; inset: 0; z-index: 2; background: var(--veil); display: flex; align-items: flex-end; }
.sheet { width: 100%; max-height: 92%; overflow-y: auto; background: var(--card); border-radius: 24px 24px 0 0; padding: 14px 20px calc(22px + env(safe-area-inset-bottom)); display: grid; gap: 12px; }
.sheet .grip { width: 40px; height: 4px; border-radius: 2px; background: var(--line); margin: 0 auto 4px; }
.sheet h2 { font-size: 18px; font-weight: 600; text-align: center; }
.sheet p { text-wrap: pretty; color: var(--ink-2); text-align: center; font-size: 14.5px; overflow-wrap: anywhere; }
.sheet .face.large { width: 76px; height: 76px; border-radius: 20px; font-size: 32px; margin: 10px auto 4px; }
.sheet .buttons { display: grid; gap: 10px; margin-top: 10px; }
.sheet .buttons > * { display: block; width: 100%; text-align: center; text-decoration: none; }
.sheet .danger { color: #b4483c; }
@media (prefers-color-scheme: dark) { .sheet .danger { color: #e58a7f; } }
.sheet .people .who[aria-current="true"] { background: var(--press); }
.sheet .buttons.pair { grid-auto-flow: column; grid-auto-columns: 1fr; }
.sheet .asker { display: flex; align-items: center; gap: 10px; padding: 4px 0 6px; }
.sheet .asker .face { width: 32px; height: 32px; font-size: 14px; border-radius: 8px; }
.sheet .asker b { font-weight: 500; font-size: 15px; color: var(--ink-2); }
.sheet .asker ~ h2, .sheet .asker ~ p { text-align: left; }
.sheet .given { display: flex; align-items: center; gap: 12px; padding: 14px 0; margin-top: 4px; border-block: 1px solid var(--line); }
.sheet .given .face { width: 44px; height: 44px; }
.sheet .given b { font-weight: 600; font-size: 17px; font-variant-numeric: tabular-nums; }
.sheet .given small { color: var(--ink-2); margin-left: auto; }
.sheet .sms { list-style: none; padding: 0; display: grid; gap: 14px; }
.sheet .sms li { display: grid; gap: 4px; }
.sheet .sms small { color: var(--ink-2); font-size: 13px; }
.sheet .sms span { background: var(--press); border-radius: 5px 14px 14px 14px; padding: 9px 13px; justify-self: start; max-width: 92%; overflow-wrap: anywhere; user-select: text; }
.sheet .art { width: 64px; height: 64px; margin: 8px auto 0; color: var(--ink-3); }
`;
