/**
 * The style sheet of the widget. Colours follow the page's `color-scheme`, or `theme`; the QR is always black on white.
 * Rules that share declarations are merged, to keep the bundle small.
 */
export const style = `
:host {
  --_accent: var(--saoma-accent, #07a152);
  --_text: var(--saoma-text, color-mix(in srgb, CanvasText 90%, Canvas));
  --_back: var(--saoma-background, Canvas);
  --_muted: var(--saoma-muted, color-mix(in srgb, CanvasText 64%, Canvas));
  --_line: var(--saoma-border, color-mix(in srgb, CanvasText 14%, Canvas));
  --_bad: color-mix(in srgb, #d5331a 72%, CanvasText);
  display: inline-block;
  width: calc(var(--saoma-qr-size, 232px) + 88px);
  max-width: 100%;
  container-type: inline-size;
  vertical-align: top;
}
:host([theme=light]) { color-scheme: light; }
:host([theme=dark]) { color-scheme: dark; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; margin: 0; font: inherit; color: inherit; }
svg { width: 1.3em; height: 1.3em; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.card {
  --_size: min(100cqi - 3.25em, max(200px, var(--saoma-qr-size, 14.5em)));
  display: flex; flex-direction: column; align-items: center; gap: 1em;
  padding: 1.5em 1.25em;
  background: var(--_back);
  color: var(--_text);
  border: 1px solid var(--_line);
  border-radius: var(--saoma-radius, 20px);
  font: 16px/1.5 var(--saoma-font, system-ui, sans-serif);
  -webkit-text-size-adjust: 100%;
  text-align: center;
  overflow-wrap: anywhere;
  outline: 0;
}
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
.title, .button { display: flex; align-items: center; justify-content: center; gap: .5em; font-size: .94em; font-weight: 600; }
.title svg, .digits { color: var(--_accent); }
.frame, .badge, .mark { display: grid; place-items: center; border-radius: 14px; overflow: hidden; }
.frame { position: relative; z-index: 0; place-content: center; gap: .8em; width: calc(var(--_size) + 8px); min-height: 8.5em; }
.qr, .dim { background: #fff; border: 1px solid var(--_line); }
.wait, .dim.empty { background: color-mix(in srgb, var(--_line) 60%, Canvas); border: 0; }
.qr, .dim, .wait, img { aspect-ratio: 1; }
img { width: 7em; object-fit: cover; }
.frame > .qr { width: var(--_size); border: 0; }
.dim .qr, .mark { position: absolute; pointer-events: none; }
.dim .qr { z-index: -1; opacity: .1; filter: blur(2px); }
.badge, .mark { background: #06803f; color: #fff; }
.badge { width: 2em; height: 2em; border: 1px solid #0000; border-radius: 50%; font-size: 2.3em; }
.mark { width: 17%; height: 17%; border: 3px solid #fff; border-radius: 24%; font-size: calc(var(--_size) * .09); font-weight: 600; line-height: 1; }
.mark img { width: 100%; background: #fff; }
.qr, .mark { forced-color-adjust: none; }
.skeleton {
  position: absolute; inset: 0; translate: -100%;
  background: linear-gradient(100deg, #0000 30%, var(--_back), #0000 70%);
  opacity: .6; animation: sweep 1.6s infinite;
}
@keyframes sweep { to { translate: 100%; } }
@keyframes arrive { from { opacity: 0; scale: .85; } }
.avatar, .badge, .digits { animation: arrive .3s; }
.frame > .avatar { border-radius: 50%; border: 3px solid var(--_back); outline: 2px solid var(--_accent); }
.clock .badge, .offline .badge { background: #54605a; }
.cross .badge { background: #c2402b; }
.button { min-height: 3em; padding: 0 1.4em; border: 1px solid #0000; border-radius: 3em; background: var(--_text); color: var(--_back); cursor: pointer; }
.dim:not(.empty) .button { background: #222; color: #fff; }
.button:hover, :disabled { opacity: .8; }
.button + .button, .entry + .button, .button:has(+ .entry), .button + .entry .button, :placeholder-shown + .button, [part~=signOut], .frame:has(button) ~ .more > .button { background: none; color: inherit; border-color: var(--_muted); }
.more { display: flex; flex-wrap: wrap; justify-content: center; gap: .6em; width: 100%; }
.more:empty { display: none; }
.more > .button { flex: 1; white-space: nowrap; }
.links { display: flex; flex-wrap: wrap; justify-content: center; gap: .3em 1em; color: var(--_muted); font-size: .875em; }
.links:empty { display: none; }
.status { min-height: 3em; text-wrap: balance; }
.headline { font-size: 1.06em; font-weight: 600; }
.detail, .account, .entry-label, .entry-note { color: var(--_muted); font-size: .875em; }
.cross .headline, .entry-note { color: var(--_bad); }
.digits { font: 600 2.5em/1.2 ui-monospace, monospace; letter-spacing: .06em; -webkit-user-select: all; }
.number .digits { font-size: 6em; }
.entry { flex-basis: 100%; display: grid; grid-template-columns: 1fr auto; gap: .4em .5em; padding-top: 1em; border-top: 1px solid var(--_line); text-align: start; }
.entry-label, .entry-note { grid-column: 1 / 3; }
.entry-input { min-width: 0; min-height: 2.8em; padding: 0 .75em; border: 1px solid var(--_muted); background: none; }
.entry-input, .entry .button, .account-qr { border-radius: 10px; }
.enterCode, .enterInvitation { text-transform: uppercase; }
@container (min-width: 600px) {
  .card { display: grid; grid-template: 1fr auto auto 1fr / auto 1fr; gap: .6em 2em; justify-items: start; padding: 2em; font-size: clamp(18px, 2.5cqi, 40px); text-align: start; }
  .frame { grid-row: 1 / 5; align-self: center; }
  .title { align-self: end; }
  .headline { font-size: 1.5em; }
  .more, .links { justify-content: start; }
  .more > .button { flex: none; }
}
@media (prefers-reduced-motion: reduce) {
  * { animation: none !important; }
}
`;
