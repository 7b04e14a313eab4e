/** The look. Colours follow the page's `color-scheme`; the QR is black on white in any. */
export const style = `
:host {
  --_accent: var(--saoma-accent, #07a152);
  --_text: var(--saoma-text, #1b211e);
  --_muted: var(--saoma-muted, #5d6862);
  --_background: var(--saoma-background, #fff);
  --_border: var(--saoma-border, #e2e7e4);
  --_shade: #eef1ef;
  --_bad: #c2402b;
  --_size: max(200px, var(--saoma-qr-size, 232px));
  display: inline-block;
  max-inline-size: 100%;
  color: var(--_text);
  font: 16px/1.5 var(--saoma-font, system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif);
  -webkit-text-size-adjust: 100%;
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --_accent: var(--saoma-accent, light-dark(#07a152, #2fc977));
    --_text: var(--saoma-text, light-dark(#1b211e, #edf1ef));
    --_muted: var(--saoma-muted, light-dark(#5d6862, #a3aea8));
    --_background: var(--saoma-background, light-dark(#fff, #1b201e));
    --_border: var(--saoma-border, light-dark(#e2e7e4, #303734));
    --_shade: light-dark(#eef1ef, #2a312e);
    --_bad: light-dark(#c2402b, #ff8f7a);
  }
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
svg { inline-size: 1em; block-size: 1em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.card {
  display: flex; flex-direction: column; align-items: center;
  inline-size: calc(var(--_size) + 88px); max-inline-size: 100%;
  padding: 24px 20px 22px;
  background: var(--_background);
  border: 1px solid var(--_border);
  border-radius: var(--saoma-radius, 20px);
  text-align: center;
  outline: none;
}
.title { display: flex; align-items: center; gap: 8px; font-size: 15px; font-weight: 600; letter-spacing: .01em; }
.title svg { font-size: 19px; color: var(--_accent); }
[data-frame=avatar] .title, [data-frame=link] .title { visibility: hidden; }
[data-frame=link] .action svg { display: none; }
.frame {
  position: relative; display: grid; place-items: center;
  inline-size: calc(var(--_size) + 8px); block-size: calc(var(--_size) + 8px);
  margin-block: 18px 16px;
  border-radius: 14px;
  overflow: hidden;
  background: #fff;
  box-shadow: inset 0 0 0 1px var(--_border);
}
.qr { display: block; inline-size: var(--_size); block-size: var(--_size); transition: opacity .2s, filter .2s; }
[data-frame=dimmed] .qr { opacity: .12; filter: blur(2px); pointer-events: none; }
[data-frame=dimmed] .frame:has(.qr[hidden]), [data-frame=skeleton] .frame, [data-frame=avatar] .frame, [data-frame=link] .frame { background: none; box-shadow: none; }
[data-frame=dimmed] .frame:has(.qr[hidden]) { background: var(--_shade); }
.skeleton { position: absolute; inset: 0; background: var(--_shade); overflow: hidden; border-radius: inherit; }
.skeleton::after {
  content: ""; position: absolute; inset: 0;
  background: linear-gradient(100deg, transparent 30%, color-mix(in srgb, var(--_background) 65%, transparent) 50%, transparent 70%);
  transform: translateX(-100%); animation: sweep 1.6s ease-in-out infinite;
}
@keyframes sweep { to { transform: translateX(100%); } }
.avatar { inline-size: 112px; block-size: 112px; border-radius: 50%; object-fit: cover; box-shadow: 0 0 0 4px var(--_background), 0 0 0 6px var(--_accent); animation: arrive .35s cubic-bezier(.2, .9, .3, 1.2); }
.over { pointer-events: none; position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 18px; }
.badge { display: grid; place-items: center; inline-size: 76px; block-size: 76px; border-radius: 50%; font-size: 38px; color: #fff; background: #07a152; animation: arrive .3s cubic-bezier(.2, .9, .3, 1.2); }
.badge[data-mood=calm] { background: #54605a; }
.badge[data-mood=bad] { background: #c2402b; }
@keyframes arrive { from { opacity: 0; transform: scale(.8); } }
.action { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: flex-end; padding: 0 0 28px; border: 0; border-radius: inherit; background: none; font: inherit; color: inherit; cursor: pointer; outline: none; -webkit-tap-highlight-color: transparent; }
.action span { display: inline-flex; align-items: center; gap: 8px; min-block-size: 44px; padding: 0 20px; border-radius: 22px; background: #1b211e; color: #fff; font-size: 15px; font-weight: 600; transition: background .15s; }
.action:hover span { background: #323b37; }
.action:focus-visible { box-shadow: inset 0 0 0 3px var(--_accent); }
.action svg { font-size: 18px; }
.over:has(~ .action:not([hidden])) { justify-content: flex-start; padding-block-start: 42px; }
.status { display: flex; flex-direction: column; justify-content: flex-start; min-block-size: 50px; max-inline-size: 100%; overflow-wrap: anywhere; }
.headline { font-size: 17px; font-weight: 600; line-height: 1.5; }
.detail { font-size: 14px; color: var(--_muted); }
[data-mood=bad] .headline { color: var(--_bad); }
@media (prefers-reduced-motion: reduce) {
  *, ::after { animation: none !important; transition: none !important; }
}
@media (forced-colors: active) {
  .badge, .action span { border: 1px solid; }
}
`;
