/** The style of a chat: bubbles, tips and the input line. */
export const chat = `
.talk { overflow-y: auto; overscroll-behavior: contain; padding: 16px 12px 20px; display: flex; flex-direction: column; gap: 14px; }
.talk > :first-child { margin-top: auto; }
.say { display: flex; gap: 9px; align-items: flex-start; max-width: 88%; }
.say.person { align-self: flex-end; flex-direction: row-reverse; }
.say .face { width: 38px; height: 38px; font-size: 16px; border-radius: 9px; }
.say .face.round { border-radius: 50%; }
.bubble { position: relative; min-width: 0; padding: 9px 13px; border-radius: 5px 14px 14px 14px; background: var(--card); white-space: pre-wrap; overflow-wrap: anywhere; font-size: 16px; line-height: 1.55; box-shadow: 0 1px 1px rgb(20 30 25 / .04); }
.say.person .bubble { background: var(--mine); color: var(--mine-ink); border-radius: 14px 5px 14px 14px; }
.bubble .tap { display: inline; color: var(--link); font-weight: 500; text-align: left; padding: 5px 2px; margin: -5px -2px; border-radius: 5px; text-decoration: underline; text-decoration-color: color-mix(in srgb, var(--link) 35%, transparent); text-underline-offset: 3px; }
.bubble .tap:hover { background: color-mix(in srgb, var(--link) 12%, transparent); }
.bubble .tap:disabled { opacity: .55; cursor: default; }
.tip, .when { align-self: center; max-width: 84%; text-align: center; font-size: 12.5px; color: var(--ink-2); }
.tip { background: color-mix(in srgb, var(--ink) 7%, transparent); border-radius: 8px; padding: 4px 12px; }
.when { color: var(--ink-3); font-size: 12px; }
.article { width: 100%; text-align: left; background: var(--card); border-radius: 14px; padding: 14px 16px; }
.article:hover { background: var(--press); }
.article b { display: block; font-weight: 600; line-height: 1.4; }
.article small { display: block; color: var(--ink-2); font-size: 13.5px; margin-top: 4px; }
.media { display: flex; align-items: center; gap: 8px; color: var(--ink-2); }
.dots { display: flex; gap: 5px; padding: 8px 2px; }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: var(--ink-3); }
@media (prefers-reduced-motion: no-preference) {
  .dots i { animation: dot 1.1s infinite ease-in-out; }
  .dots i:nth-child(2) { animation-delay: .15s; } .dots i:nth-child(3) { animation-delay: .3s; }
  @keyframes dot { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; } }
}
.write { display: flex; gap: 8px; padding: 10px 12px calc(12px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--screen); }
.write input { flex: 1; min-width: 0; min-height: 44px; border-radius: 12px; border: 1px solid var(--line); background: var(--card); padding: 0 14px; }
.write input:focus { outline: 2px solid color-mix(in srgb, var(--jade) 55%, transparent); outline-offset: 0; border-color: transparent; }
.write .main { min-height: 44px; padding: 0 18px; }
.write .icon { border-radius: 12px; color: var(--ink-2); }
.bubble .ai { display: block; margin-top: 4px; color: var(--ink-2); font-size: 12px; }
.article dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 14px; margin: 10px 0 0; font-size: 14.5px; }
.article dt { color: var(--ink-2); } .article dd { margin: 0; overflow-wrap: anywhere; }
.articles, .say > .article { min-width: 0; flex: 1; display: grid; gap: 8px; }
.menu { position: relative; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; border-top: 1px solid var(--line); background: var(--screen); }
.menu > button { min-height: 46px; padding: 0 6px; font-size: 15px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.menu > button + button { border-left: 1px solid var(--line); }
.menu > button i { font-style: normal; color: var(--ink-3); margin-right: 5px; font-size: 13px; }
.menu > button:hover, .menu > button[aria-expanded="true"] { background: var(--press); }
.menu .below { position: absolute; bottom: calc(100% + 8px); left: 8px; min-width: 42%; max-width: calc(100% - 16px); display: grid; background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; z-index: 1; }
.menu .below button { min-height: 46px; padding: 0 18px; text-align: left; font-size: 15.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.menu .below button + button { border-top: 1px solid var(--line); }
.menu .below button:hover { background: var(--press); }
.menu .below.at-1.of-3 { left: 50%; transform: translateX(-50%); }
.menu .below.at-1.of-2, .menu .below.at-2 { left: auto; right: 8px; }
.menu + .write { border-top-color: transparent; padding-top: 6px; }
.write .main.wide { flex: 1; min-height: 48px; }
`;
