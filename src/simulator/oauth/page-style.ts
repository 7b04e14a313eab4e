/** The style of the simulated pages of WeChat, in light and dark. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1f1d; --ink-2: #5f6662; --paper: #f4f5f3; --card: #fff; --line: #e4e6e2; --jade: #197c59; --jade-press: #14664a; --on-jade: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebe8; --ink-2: #9aa29d; --paper: #121413; --card: #1c1f1d; --line: #2a2e2b; --jade: #35ab7d; --jade-press: #2c9169; --on-jade: #06150e; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100dvh; display: grid; place-items: center; padding: 32px 20px; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { width: min(100%, 380px); text-align: center; }
h1 { font-size: 20px; font-weight: 600; text-wrap: balance; }
p { color: var(--ink-2); margin-top: 8px; text-wrap: pretty; overflow-wrap: anywhere; }
.art { width: 64px; height: 64px; color: var(--jade); margin-bottom: 18px; }
form { display: grid; gap: 10px; margin-top: 28px; }
button { font: inherit; color: inherit; min-height: 48px; padding: 10px 18px; border: 0; border-radius: 12px; background: var(--card); cursor: pointer; }
button:hover { background: var(--line); }
button.main { background: var(--jade); color: var(--on-jade); font-weight: 600; }
button.main:hover { background: var(--jade-press); }
button:focus-visible { outline: 2px solid var(--jade); outline-offset: 2px; }
.face { width: 76px; height: 76px; margin: 0 auto 16px; border-radius: 20px; display: grid; place-items: center; background: var(--jade); color: var(--on-jade); font-size: 32px; font-weight: 600; }
.whose button { display: flex; justify-content: space-between; align-items: baseline; text-align: left; border: 1px solid var(--line); }
.whose small { color: var(--ink-2); }
.login main { width: min(100%, 300px); }
.login .title { font-size: 20px; font-weight: 600; }
.login .qrcode { display: block; width: min(280px, 82vw); height: auto; aspect-ratio: 1; margin: 16px auto; border: 1px solid var(--line); border-radius: 12px; background: #fff; }
.login .status { display: none; min-height: 52px; padding: 12px 16px; border-radius: 12px; background: var(--card); color: var(--ink); }
.login[data-status="wait"] .status.wait, .login[data-status="scanned"] .status.scanned, .login[data-status="cancelled"] .status.cancelled, .login[data-status="expired"] .status.expired, .login[data-status="done"] .status.done { display: block; }
.login .status.wait { background: none; color: var(--ink-2); padding-block: 0; min-height: 0; }
.login .status b { display: block; font-weight: 600; }
.login .status small { color: var(--ink-2); }
.login[data-status="expired"] .qrcode, .login[data-status="done"] .qrcode { opacity: .2; }
.login.framed { padding: 8px; background: transparent; }
.login.framed .qrcode { margin: 10px auto; }
.login.lite { padding: 0; }
.login.lite .title, .login.lite p { display: none; }
.login.lite .qrcode { width: 160px; margin: 6px auto; }
.login.lite .status { padding: 4px 8px; min-height: 0; font-size: 13px; background: none; }
.login.black { color: #fff; } .login.black .status { background: rgb(255 255 255 / .12); color: #fff; } .login.black small { color: rgb(255 255 255 / .75); }
.login.dark { color-scheme: dark; } .login.light { color-scheme: light; }
`;
