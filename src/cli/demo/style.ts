/** `/demo.css` */
export const demoStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#faf8f3, #14181a);
  --card: light-dark(#fff, #1c2222);
  --ink: light-dark(#22302a, #e9efeb);
  --soft: light-dark(#5f6f66, #9dada4);
  --line: light-dark(#e5e3da, #2c3533);
  --leaf: light-dark(#3f7d58, #7fc39b);
  --saoma-background: var(--card);
  --saoma-text: var(--ink);
  --saoma-muted: var(--soft);
  --saoma-border: var(--line);
  --saoma-radius: 22px;
}
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
html { background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { min-block-size: 100dvh; }
.page { min-block-size: 100dvh; display: grid; grid-template-rows: auto 1fr auto; max-inline-size: 1080px; margin-inline: auto; padding-inline: 24px; }
header { display: flex; justify-content: space-between; align-items: center; padding-block: 20px; }
a { color: inherit; }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 600; font-size: 18px; text-decoration: none; }
.brand svg { inline-size: 24px; color: var(--leaf); }
.language { color: var(--soft); font-size: 14px; text-decoration: none; padding: 10px 4px; }
.language:hover { color: var(--ink); }
main { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 40px 72px; align-items: center; padding-block: 16px 40px; }
.shop { max-inline-size: 30rem; }
.cup { display: block; inline-size: 216px; margin-block-end: 28px; border-radius: 28px; background: light-dark(#eef2ea, #1b2523); }
.sun { fill: light-dark(#f7e2c0, #4a4232); } .far { fill: light-dark(#dfe9df, #223029); } .hill { fill: light-dark(#c9dccd, #2b3d33); }
.tea, .handle { fill: light-dark(#fff, #dfe7e2); } .handle { fill: none; stroke: light-dark(#fff, #dfe7e2); stroke-width: 7; }
.brew { fill: light-dark(#b98a4e, #96703f); } .saucer { fill: light-dark(#eef0ea, #b9c4bd); }
.steam path { fill: none; stroke: light-dark(#fff, #6d7a73); stroke-width: 4; stroke-linecap: round; }
h1 { font-size: clamp(28px, 4.2vw, 42px); line-height: 1.25; letter-spacing: -.01em; font-weight: 600; text-wrap: balance; }
.story { margin-block: 14px 28px; color: var(--soft); font-size: 17px; text-wrap: pretty; }
.teas { list-style: none; padding: 0; border-block-start: 1px solid var(--line); }
.teas li { display: grid; grid-template-columns: 8.5em 1fr auto; gap: 12px; padding-block: 11px; border-block-end: 1px solid var(--line); align-items: baseline; }
.teas span { color: var(--soft); font-size: 15px; } .teas em { font-style: normal; font-variant-numeric: tabular-nums; }
.teas b { font-weight: 600; }
.door { display: grid; justify-items: center; align-content: start; gap: 18px; min-block-size: 464px; }
.panel { inline-size: 320px; max-inline-size: 100%; }
.member { min-block-size: 402px; display: flex; flex-direction: column; align-items: center; padding: 36px 28px 28px; background: var(--card); border: 1px solid var(--line); border-radius: 22px; text-align: center; animation: come .35s ease-out; }
@keyframes come { from { opacity: 0; transform: translateY(6px); } }
.avatar { inline-size: 96px; block-size: 96px; border-radius: 50%; object-fit: cover; }
.badge { margin-block-start: 16px; font-size: 14px; color: var(--leaf); font-weight: 600; }
h2 { font-size: 24px; font-weight: 600; outline: none; overflow-wrap: anywhere; }
dl { inline-size: 100%; margin-block: 20px auto; font-size: 14px; }
dl div { display: flex; justify-content: space-between; gap: 12px; padding-block: 9px; border-block-start: 1px solid var(--line); }
dt { color: var(--soft); } dd { font-variant-numeric: tabular-nums; white-space: nowrap; }
button { font: inherit; color: inherit; cursor: pointer; }
.member button { inline-size: 100%; min-block-size: 44px; margin-block-start: 16px; border: 1px solid var(--line); border-radius: 22px; background: none; font-weight: 600; }
.member button:hover { border-color: var(--soft); }
.failed:not(:empty) { margin-block-start: 10px; font-size: 14px; color: light-dark(#c2402b, #ff8f7a); }
.try { max-inline-size: 340px; display: flex; align-items: center; flex-wrap: wrap; justify-content: center; gap: 4px 10px; color: var(--soft); font-size: 14px; }
.pill { display: inline-flex; align-items: center; gap: 6px; min-block-size: 44px; padding-inline: 14px 18px; border-radius: 22px; background: var(--leaf); color: light-dark(#fff, #10201a); font-weight: 600; font-size: 15px; text-decoration: none; }
.pill:hover { filter: brightness(1.06); }
.pill svg { inline-size: 20px; }
:is(a, button):focus-visible { outline: 3px solid var(--leaf); outline-offset: 2px; }
footer { padding-block: 18px 22px; color: var(--soft); font-size: 13px; border-block-start: 1px solid var(--line); }
.phone { position: fixed; inset-block: 0; inset-inline-end: 0; inline-size: 430px; background: light-dark(#eeece4, #0e1112); border-inline-start: 1px solid var(--line); animation: slide .3s ease-out; }
@keyframes slide { from { transform: translateX(40px); opacity: 0; } }
.phone iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; }
.away { position: absolute; inset-block-start: 12px; inset-inline-start: -22px; inline-size: 44px; block-size: 44px; border: 1px solid var(--line); border-radius: 50%; background: var(--card); font-size: 22px; line-height: 1; }
@media (min-width: 1000px) {
  .with-phone .page { margin-inline-end: 430px; padding-inline: 40px 48px; max-inline-size: none; }
  .with-phone main { gap: 32px 40px; }
  .with-phone h1 { font-size: 30px; }
}
@media (min-width: 1000px) and (max-width: 1180px) {
  .with-phone .teas, .with-phone .cup { display: none; }
}
@media (max-width: 999px) { .phone { display: none; } }
@media (max-width: 760px) {
  .page { padding-inline: 20px; }
  header { padding-block: 12px; }
  main { grid-template-columns: minmax(0, 1fr); padding-block: 8px 32px; gap: 36px; }
  .door { order: -1; }
  .shop { max-inline-size: none; }
  .cup { display: none; }
}
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; } }
`;
