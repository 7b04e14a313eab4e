/** What rises from below: following, choosing, a page, a notice. */
export const sheet = `
.strip { position: absolute; inset: auto 16px 96px; z-index: 2; padding: 10px 16px; border-radius: 12px; background: var(--ink); color: var(--screen); font-size: 14px; text-align: center; }
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
.sheet .people button[aria-current="true"] { background: var(--press); }
.sheet .art { width: 64px; height: 64px; margin: 8px auto 0; color: var(--ink-3); }
`;
