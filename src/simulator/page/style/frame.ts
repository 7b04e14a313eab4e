/** The body of a phone: a rim, round corners, and the status bar with time and battery. */
const rim = `
  .phone { flex: none; width: 390px; height: min(820px, 100dvh - 40px); border-radius: 56px; padding: 10px; background: linear-gradient(145deg, var(--rim-2), var(--rim) 40%); box-shadow: var(--shadow); transition: opacity .15s; }
  .screen { border-radius: 46px; }
  .top { display: flex; }
  .bar { padding-top: 42px; min-height: 94px; }
  .phone .news { top: 46px; }
  .phone .sheet, .phone .controls { padding-bottom: 30px; }
  .phone .dock, .phone .write { padding-bottom: 24px; }
  .screen::after { content: ""; position: absolute; z-index: 5; inset: auto 0 8px; margin: auto; width: 128px; height: 5px; border-radius: 3px; background: var(--ink); opacity: .8; pointer-events: none; }
  .screen:has(.camera)::after { background: #eef2ef; }`;

/**
 * The style of colours, fonts and the phone itself, which fills the screen on a real phone and has a rim on wider
 * screens.
 */
export const frame = `
:root {
  color-scheme: light dark;
  --desk: #e9ebe6; --desk-2: #dfe4dd; --ink: #1b1f1d; --ink-2: #5f6662; --ink-3: #646c68;
  --screen: #f4f5f3; --card: #ffffff; --line: #e4e6e2; --press: #eceeea;
  --jade: #197c59; --jade-press: #14664a; --on-jade: #ffffff; --link: #22638f;
  --mine: #c8eed7; --mine-ink: #11291f; --rim: #20242a; --rim-2: #3a4048; --veil: rgb(15 20 18 / .42);
  --shadow: 0 1px 2px rgb(20 30 25 / .06), 0 24px 60px -18px rgb(20 30 25 / .34);
}
@media (prefers-color-scheme: dark) {
  :root {
    --desk: #0c0e0d; --desk-2: #131816; --ink: #e8ebe8; --ink-2: #9aa29d; --ink-3: #8b938e;
    --screen: #121413; --card: #1c1f1d; --line: #2a2e2b; --press: #242825;
    --jade: #35ab7d; --jade-press: #2c9169; --on-jade: #06150e; --link: #7fbbe4;
    --mine: #1e5a42; --mine-ink: #e6f6ee; --rim: #2b302d; --rim-2: #444b47; --veil: rgb(0 0 0 / .6);
    --shadow: 0 0 0 1px rgb(255 255 255 / .03), 0 30px 70px -20px rgb(0 0 0 / .8);
  }
}
* { box-sizing: border-box; margin: 0; }
html, body { height: 100%; }
.plain { display: contents; }
body {
  font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  color: var(--ink); background: var(--screen); -webkit-tap-highlight-color: transparent; overflow: hidden;
}
button, input { font: inherit; color: inherit; }
button { border: 0; background: none; padding: 0; cursor: pointer; }
:focus-visible { outline: 2px solid var(--jade); outline-offset: 2px; }
[tabindex="-1"]:focus { outline: none; }
svg { display: block; }
.desk { height: 100dvh; }
.about { display: none; }
.phone { height: 100%; }
.screen { position: relative; height: 100%; overflow: hidden; background: var(--screen); display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); isolation: isolate; }
.top { display: none; position: absolute; inset: 0 0 auto; z-index: 5; height: 44px; padding: 4px 26px 0 34px; align-items: center; justify-content: space-between; font-size: 15px; font-weight: 600; font-variant-numeric: tabular-nums; pointer-events: none; }
.top::before { content: ""; position: absolute; inset: 11px 0 auto; margin: auto; width: 92px; height: 26px; border-radius: 14px; background: #000; }
.top svg { width: 58px; height: 15px; }
.screen:has(.camera) .top { color: #eef2ef; }
.bar { display: grid; grid-template-columns: 44px minmax(0, 1fr) 44px; align-items: center; padding: calc(6px + env(safe-area-inset-top)) 8px 6px; min-height: 56px; border-bottom: 1px solid var(--line); background: var(--screen); }
.bar h1 { font-size: 17px; font-weight: 600; text-align: center; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.bar h1 small { display: block; font-size: 11px; font-weight: 400; color: var(--ink-2); line-height: 1.2; }
.icon { color: inherit; width: 44px; height: 44px; display: grid; place-items: center; border-radius: 12px; }
.icon:hover { background: var(--press); }
.icon svg { width: 24px; height: 24px; }
.face { position: relative; flex: none; display: grid; place-items: center; width: 46px; height: 46px; border-radius: 11px; color: #fff; font-weight: 600; font-size: 19px; user-select: none; background: var(--hue, #197c59); overflow: hidden; }
.face.round { border-radius: 50%; }
.face.small { width: 32px; height: 32px; font-size: 14px; border-radius: 8px; }
.face.small.round { border-radius: 50%; }
.face::after { content: ""; position: absolute; inset: 0; background: linear-gradient(160deg, rgb(255 255 255 / .22), transparent 55%); }
.hue-0 { --hue: #2f8f6b; } .hue-1 { --hue: #c0704a; } .hue-2 { --hue: #5577b5; }
.hue-3 { --hue: #8a6bb0; } .hue-4 { --hue: #b5883c; } .hue-5 { --hue: #4a93a0; }
.main { background: var(--jade); color: var(--on-jade); border-radius: 12px; padding: 12px 20px; font-weight: 600; min-height: 48px; }
.main:hover { background: var(--jade-press); }
.main:disabled { opacity: .5; cursor: default; }
.quiet { border-radius: 12px; padding: 12px 20px; min-height: 48px; font-weight: 500; background: var(--press); }
.quiet:hover { background: var(--line); }
@media (max-width: 699px) { .phones > :not(.active) { display: none; } }
.phones { height: 100%; }
@media (min-width: 700px) {
  body { background: radial-gradient(120% 90% at 30% 0%, var(--desk), var(--desk-2)); }
  .desk { display: flex; justify-content: safe center; align-items: center; gap: clamp(24px, 4.5vw, 84px); padding: 0 clamp(16px, 3vw, 40px); overflow-x: auto; }
  .about { display: flex; flex-direction: column; flex: 0 1 320px; min-width: 220px; max-height: 100dvh; padding: 24px 0; }
  .about > * { flex: none; }
  .about .mark { display: flex; align-items: center; gap: 10px; color: var(--ink-2); font-size: 13px; }
  .about .mark svg { width: 26px; height: 26px; }
  .about h2 { font-size: 30px; line-height: 1.25; font-weight: 650; letter-spacing: .01em; margin: 22px 0 10px; text-wrap: balance; }
  .about p { text-wrap: pretty; color: var(--ink-2); font-size: 15px; line-height: 1.7; }
  .about h3 { font-size: 12px; font-weight: 500; color: var(--ink-2); margin: 28px 0 8px; }
  .about .people, .about .found { flex: 0 1 auto; min-height: 120px; overflow-y: auto; overscroll-behavior: contain; margin: 0 -6px; padding: 0 6px; }
  .about .links { margin-top: 18px; font-size: 14px; }
  .about .links a { color: var(--jade); text-underline-offset: 3px; }
  .phones { display: flex; align-items: center; gap: 28px; padding: 24px 0; flex: none; }
  .several .phone { width: 356px; }
  .several .phone:not(.active) .screen { filter: saturate(.75) brightness(.985); }
${rim}
}
/* In a frame of another page there is no room for more than the phone. */
@media (min-width: 400px) and (max-width: 699px) {
  .framed, .framed body { background: transparent; }
  .framed .desk, .framed .phones { display: grid; place-items: center; }
${rim}
}
@media (prefers-reduced-motion: no-preference) {
  .rise { animation: rise .24s cubic-bezier(.2, .8, .2, 1); }
  .fade { animation: fade .18s ease-out; }
  @keyframes rise { from { transform: translateY(24px); opacity: 0; } }
  @keyframes fade { from { opacity: 0; } }
}
`;
