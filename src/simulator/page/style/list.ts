/** The style of the list of people, and of a person's accounts. */
export const list = `
.people { display: grid; gap: 8px; list-style: none; padding: 0; }
.people li { position: relative; }
.people .who { width: 100%; display: flex; align-items: center; gap: 12px; padding: 10px 12px; border-radius: 16px; text-align: left; border: 1px solid transparent; }
.people .who:hover { background: color-mix(in srgb, var(--card) 55%, transparent); }
.people .who[aria-current="true"] { background: var(--card); border-color: var(--line); }
.people .beside { position: absolute; right: 8px; top: calc(50% - 20px); width: 40px; height: 40px; display: grid; place-items: center; border-radius: 12px; color: var(--ink-2); }
.people .beside:hover { background: var(--press); color: var(--ink); }
.people .beside svg { width: 20px; height: 20px; }
.found { display: grid; gap: 10px; align-content: start; }
.found input { width: 100%; min-height: 44px; border-radius: 12px; border: 1px solid var(--line); background: var(--card); padding: 0 14px; font-size: 15px; }
.people b { display: block; font-weight: 600; line-height: 1.3; }
.people small { color: var(--ink-2); font-size: 13px; }
.people .tick { margin-left: auto; width: 20px; height: 20px; color: var(--jade); visibility: hidden; }
.people [aria-current="true"] .tick { visibility: visible; }
.newcomer { display: flex; align-items: center; gap: 12px; min-height: 44px; padding: 0 12px 0 24px; margin-top: 4px; border-radius: 12px; color: var(--ink-2); font-size: 15px; }
.newcomer:hover { color: var(--ink); background: color-mix(in srgb, var(--card) 55%, transparent); }
.newcomer svg { width: 22px; height: 22px; }
.rows { overflow-y: auto; overscroll-behavior: contain; padding-bottom: 24px; }
.rows h2 { font-size: 13px; font-weight: 500; color: var(--ink-2); padding: 20px 16px 8px; }
.row { width: 100%; display: flex; align-items: center; gap: 12px; padding: 0 16px; text-align: left; background: var(--card); min-height: 72px; }
button.row:hover { background: var(--press); }
.row + .row .text { border-top: 1px solid var(--line); }
.row .text { flex: 1; min-width: 0; align-self: stretch; display: flex; align-items: center; gap: 10px; }
.row .what { flex: 1; min-width: 0; }
.row b { display: block; font-weight: 500; font-size: 16.5px; line-height: 1.35; }
.row small { display: block; color: var(--ink-2); font-size: 13.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.row time { color: var(--ink-3); font-size: 12px; align-self: flex-start; padding-top: 15px; }
.row .follow { flex: none; color: var(--jade); border: 1px solid color-mix(in srgb, var(--jade) 45%, transparent); border-radius: 999px; padding: 0 16px; min-height: 36px; font-size: 14px; font-weight: 500; }
.row .follow:hover { background: color-mix(in srgb, var(--jade) 10%, transparent); }
.empty { text-wrap: pretty; overflow-wrap: anywhere; padding: 48px 40px 28px; text-align: center; color: var(--ink-2); font-size: 15px; }
.empty svg { width: 108px; height: 108px; margin: 0 auto 18px; }
.empty b { display: block; color: var(--ink); font-size: 17px; font-weight: 600; margin-bottom: 4px; }
.face.sms { --hue: #4a93a0; }
.face.sms svg { width: 26px; height: 26px; }
.dock { padding: 12px 16px calc(16px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--screen); }
.dock .main { width: 100%; display: flex; justify-content: center; align-items: center; gap: 10px; min-height: 52px; border-radius: 16px; }
.dock .main svg { width: 22px; height: 22px; }
`;
