/** The style sheet of the demo page, served as `/demo.css`. */
export const demoStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#faf8f3, #14181a);
  --desk: light-dark(#efece4, #0f1314);
  --card: light-dark(#fff, #1c2222);
  --ink: light-dark(#22302a, #e9efeb);
  --soft: light-dark(#5c6a62, #9dada4);
  --line: light-dark(#e5e3da, #2c3533);
  --leaf: light-dark(#3a7652, #7fc39b);
  --on-leaf: light-dark(#fff, #10201a);
  --wash: light-dark(#eef3ec, #1d2925);
  --saoma-background: var(--card);
  --saoma-text: var(--ink);
  --saoma-muted: var(--soft);
  --saoma-border: var(--line);
  --saoma-radius: 22px;
}
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
html { background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; -webkit-text-size-adjust: 100%; }
body { min-block-size: 100dvh; }
.page { min-block-size: 100dvh; display: grid; grid-template: auto 1fr auto / minmax(0, 1fr); max-inline-size: 460px; margin-inline: auto; padding-inline: 20px; }
header { display: flex; justify-content: space-between; align-items: center; padding-block: 10px; }
a { color: inherit; }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 600; font-size: 18px; text-decoration: none; }
.brand svg { inline-size: 24px; color: var(--leaf); }
.language { color: var(--soft); font-size: 14px; text-decoration: none; padding: 10px 4px; }
.language:hover { color: var(--ink); }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 28px; align-content: start; padding-block: 4px 32px; }
.shop { order: 1; }
.cup { display: none; }
h1 { font-size: clamp(28px, 3.1vw, 42px); line-height: 1.25; letter-spacing: -.01em; font-weight: 600; text-wrap: balance; }
.story { margin-block-start: 12px; color: var(--soft); font-size: 16.5px; text-wrap: pretty; }
nav { order: 2; }
nav h2 { font-size: 13px; font-weight: 500; color: var(--soft); margin-block-end: 8px; }
.methods { list-style: none; padding: 0; display: grid; gap: 2px; margin-inline: -12px; }
.methods a { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 14px; min-block-size: 44px; padding: 9px 12px; border-radius: 12px; text-decoration: none; transition: background .15s; }
.methods b { font-weight: 500; }
.methods small { color: var(--soft); font-size: 13.5px; }
.methods a:hover { background: color-mix(in srgb, var(--wash) 60%, transparent); }
.methods a[aria-current] { background: var(--wash); }
.methods a[aria-current] b { font-weight: 600; color: var(--leaf); }
.door { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; align-content: start; gap: 16px; }
.panel { inline-size: 320px; max-inline-size: 100%; }
.card { min-block-size: 402px; display: flex; flex-direction: column; align-items: center; padding: 24px 20px 22px; background: var(--card); border: 1px solid var(--line); border-radius: 22px; text-align: center; }
.wechat { padding: 0; overflow: hidden; }
.wechat iframe { display: block; flex: 1; inline-size: 100%; min-block-size: 440px; border: 0; }
.inside .title { font-size: 15px; font-weight: 600; }
.inside img { margin-block: 18px 16px; border-radius: 14px; box-shadow: inset 0 0 0 1px var(--line); background: #fff; padding: 4px; }
.inside .text { color: var(--soft); font-size: 15px; text-wrap: balance; }
.linking { justify-content: center; gap: 14px; }
.linking .title { font-size: 17px; font-weight: 600; outline: none; }
.linking .sight { inline-size: 240px; block-size: 240px; display: grid; place-items: center; border: 1px solid var(--line); border-radius: 14px; background: #fff; overflow: hidden; }
.linking .sight:empty { background: color-mix(in srgb, var(--line) 60%, var(--card)); border-color: transparent; }
.linking .sight img { display: block; inline-size: 100%; block-size: auto; padding: 4px; transition: opacity .2s; }
.linking .dim img { opacity: .12; filter: blur(2px); }
.linking output { font: 600 44px/1 ui-monospace, Menlo, Consolas, monospace; letter-spacing: .06em; color: #22302a; }
.linking .text { min-block-size: 1.6em; font-weight: 500; text-wrap: balance; }
.linking .quiet { margin: 0; max-inline-size: 240px; }
.linking .pair:not([hidden]) { display: grid; grid-template-columns: 1fr auto; gap: 8px; align-items: end; inline-size: 240px; text-align: start; }
.linking .pair label { display: grid; gap: 6px; color: var(--soft); font-size: 14px; }
.linking .pair input { inline-size: 100%; min-block-size: 44px; padding-inline: 12px; border: 1px solid color-mix(in srgb, var(--ink) 45%, var(--card)); border-radius: 12px; background: var(--card); color: inherit; font: inherit; letter-spacing: .12em; }
.linking .pair button { min-block-size: 44px; padding-inline: 18px; border: 0; border-radius: 12px; background: var(--leaf); color: var(--on-leaf); font-weight: 600; }
.linking .pair .wrong:empty { display: none; }
.linking .pair .wrong { grid-column: 1 / -1; margin: 0; font-size: 14px; color: light-dark(#c2402b, #ff8f7a); }
.linking .pair input:focus-visible { outline: 3px solid var(--leaf); outline-offset: 1px; }
.member { padding: 28px 24px 14px; animation: come .35s ease-out; }
@keyframes come { from { opacity: 0; transform: translateY(6px); } }
.member .avatar { inline-size: 72px; block-size: 72px; }
.avatar { inline-size: 96px; block-size: 96px; border-radius: 50%; object-fit: cover; }
.badge { margin-block-start: 12px; font-size: 14px; color: var(--leaf); font-weight: 600; }
.member h2 { font-size: 24px; font-weight: 600; outline: none; overflow-wrap: anywhere; }
dl { inline-size: 100%; margin-block: 16px 0; font-size: 14px; }
dl div { display: flex; justify-content: space-between; gap: 12px; padding-block: 9px; border-block-start: 1px solid var(--line); }
dt { color: var(--soft); } dd { font-variant-numeric: tabular-nums; white-space: nowrap; }
button { font: inherit; color: inherit; cursor: pointer; }
.quiet { inline-size: 100%; min-block-size: 44px; margin-block-start: 12px; border: 1px solid var(--line); border-radius: 22px; background: none; font-weight: 600; }
.quiet:hover { border-color: var(--soft); }
.plain { min-block-size: 44px; padding-inline: 16px; border: 0; border-radius: 22px; background: none; color: var(--soft); font-size: 15px; }
.plain:hover { color: var(--ink); }
.member .plain { margin-block-start: 4px; }
.zone { align-self: end; margin-block-end: 10px; color: var(--soft); font-size: 12.5px; }
.door { scroll-margin-block-start: 12px; }
.wechats { inline-size: 100%; text-align: start; border-block-start: 1px solid var(--line); padding-block-start: 12px; }
.wechats h3 { font-size: 13px; font-weight: 500; color: var(--soft); }
.wechats ul { list-style: none; padding: 0; }
.wechats li { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-block-size: 52px; }
.wechats li > span { display: grid; line-height: 1.4; min-inline-size: 0; }
.wechats b { font-weight: 500; font-size: 15px; overflow-wrap: anywhere; }
.wechats small { color: var(--soft); font-size: 13px; }
.wechats li button { flex: none; min-block-size: 44px; margin-inline-end: -12px; padding-inline: 12px; border: 0; border-radius: 22px; background: none; color: var(--soft); font-weight: 600; font-size: 14px; }
.wechats li button:hover { background: var(--wash); }
.wechats .note:not(:empty) { font-size: 14px; color: var(--soft); margin-block-end: 2px; }
.failed:not(:empty) { margin-block-start: 10px; font-size: 14px; color: light-dark(#c2402b, #ff8f7a); }
.help { inline-size: 320px; max-inline-size: 100%; display: grid; gap: 12px; justify-items: center; }
.signed-in .help { display: none; }
.pill { display: inline-flex; align-items: center; justify-content: center; gap: 8px; inline-size: 100%; min-block-size: 52px; padding-inline: 18px 22px; border: 0; border-radius: 26px; background: var(--leaf); color: var(--on-leaf); font-weight: 600; font-size: 17px; text-decoration: none; transition: filter .15s; }
.pill.rest { background: none; color: var(--leaf); box-shadow: inset 0 0 0 1.5px color-mix(in srgb, var(--leaf) 45%, var(--paper)); }
.pill.try { margin-block-end: 20px; padding: 8px 18px; font-size: 15px; line-height: 1.35; text-wrap: balance; }
.pill:hover { filter: brightness(1.08); }
.pill svg { inline-size: 22px; flex: none; }
.steps { list-style: none; counter-reset: step; padding: 0; display: flex; flex-wrap: wrap; justify-content: center; gap: 2px 14px; font-size: 14px; color: var(--soft); }
.steps li { counter-increment: step; display: flex; align-items: center; gap: 6px; }
.steps li::before { content: counter(step); inline-size: 18px; block-size: 18px; display: grid; place-items: center; border-radius: 50%; background: var(--line); color: var(--ink); font-size: 11.5px; font-weight: 600; line-height: 1; }
.steps [aria-current]::before { background: var(--leaf); color: var(--on-leaf); }
.steps [aria-current] { color: var(--ink); }
.steps button { min-block-size: 32px; padding: 0; border: 0; background: none; color: inherit; font: inherit; }
.steps button:enabled { color: var(--leaf); font-weight: 600; text-decoration: underline; text-underline-offset: 3px; cursor: pointer; }
:is(a, button):focus-visible { outline: 3px solid var(--leaf); outline-offset: 2px; }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 16px; padding-block: 16px 20px; color: var(--soft); font-size: 13px; border-block-start: 1px solid var(--line); }
footer a { text-underline-offset: 3px; text-decoration-color: var(--line); }
.phone { position: fixed; inset: 0; z-index: 2; display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); background: var(--desk); }
.phone iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; color-scheme: light dark; }
.strip { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 6px 8px 6px 16px; background: var(--paper); border-block-end: 1px solid var(--line); font-size: 15px; }
.strip span { min-inline-size: 0; line-height: 1.35; text-wrap: balance; }
.strip span::before { content: ""; display: inline-block; inline-size: 8px; block-size: 8px; margin-inline-end: 9px; border-radius: 50%; background: var(--soft); vertical-align: 1px; }
.strip [data-progress=scanned]::before, .strip [data-progress=signedIn]::before { background: var(--leaf); }
.away { flex: none; min-block-size: 44px; padding-inline: 14px; border: 0; border-radius: 22px; background: none; color: var(--leaf); font-weight: 600; }
@media (max-width: 739px) {
  .with-phone { overflow: hidden; }
  @media (prefers-reduced-motion: no-preference) {
    .phone { animation: lift .28s cubic-bezier(.2, .8, .2, 1); }
    @keyframes lift { from { transform: translateY(48px); opacity: 0; } }
  }
}
@media (min-width: 740px) {
  .phone { inset: 0 0 0 auto; inline-size: clamp(410px, 33vw, 560px); display: block; border-inline-start: 1px solid var(--line); }
  .strip { display: none; }
  .with-phone .page { max-inline-size: none; margin-inline: 0 clamp(410px, 33vw, 560px); padding-inline: clamp(18px, 5vw - 20px, 88px); }
  header { padding-block: 18px; }
}
@media (min-width: 1120px) {
  main { grid-template: auto 1fr / minmax(0, 26rem) auto; justify-content: space-between; align-content: center; gap: 28px clamp(40px, 5vw, 96px); padding-block: 8px 32px; }
  .shop { order: 0; align-self: end; }
  nav { order: 0; grid-area: 2 / 1; }
  .door { grid-area: 1 / 2 / 3 / 3; align-self: center; min-block-size: 540px; }
  .page { max-inline-size: 1080px; }
  .with-phone .page > * { inline-size: 100%; max-inline-size: 900px; margin-inline: auto; }
}
@media (min-width: 1120px) and (min-height: 980px) {
  .cup { display: block; inline-size: 168px; margin-block-end: 24px; border-radius: 28px; background: light-dark(#eef2ea, #1b2523); }
}
.sun { fill: light-dark(#f7e2c0, #4a4232); } .far { fill: light-dark(#dfe9df, #223029); } .hill { fill: light-dark(#c9dccd, #2b3d33); }
.tea, .handle { fill: light-dark(#fff, #dfe7e2); } .handle { fill: none; stroke: light-dark(#fff, #dfe7e2); stroke-width: 7; }
.brew { fill: light-dark(#b98a4e, #96703f); } .saucer { fill: light-dark(#eef0ea, #b9c4bd); }
.steam path { fill: none; stroke: light-dark(#fff, #6d7a73); stroke-width: 4; stroke-linecap: round; }
.small main { min-block-size: 100dvh; align-content: center; justify-items: center; gap: 14px; padding: 24px 24px 15dvh; text-align: center; max-inline-size: 460px; margin-inline: auto; grid-template: none / minmax(0, 1fr); justify-content: stretch; }
.small h1 { font-size: 26px; }
.small p { color: var(--soft); text-wrap: pretty; }
.small .badge { color: var(--leaf); margin: -6px 0 0; }
.small .warning { font-size: 14px; }
.small form { inline-size: 100%; margin-block-start: 12px; }
.small .pill, .small .quiet { max-inline-size: 320px; }
.small .quiet { margin-block-start: 0; min-block-size: 52px; border-radius: 26px; }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; } }
`;
