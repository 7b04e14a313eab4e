/** The style of the camera, which is dark in both colour schemes. */
export const camera = `
.camera { position: absolute; inset: 0; z-index: 3; background: #0f1312; color: #eef2ef; display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); }
.camera .bar { background: none; border: 0; }
.camera .icon:hover { background: rgb(255 255 255 / .1); }
.finder { position: relative; display: grid; place-content: center; justify-items: center; gap: 22px; padding: 12px 24px; text-align: center; min-height: 0; }
.finder .view { position: relative; width: min(236px, 58vw, 36dvh); aspect-ratio: 1; display: grid; place-items: center; border-radius: 26px; color: #5fd0a3; transition: background .15s; }
.finder .view svg.corners { position: absolute; inset: 0; width: 100%; height: 100%; }
.finder .view img { max-width: 84%; max-height: 84%; border-radius: 8px; }
.finder .line { position: absolute; left: 12%; right: 12%; top: 50%; height: 2px; border-radius: 2px; background: linear-gradient(90deg, transparent, #5fd0a3, transparent); opacity: .8; }
@media (prefers-reduced-motion: no-preference) {
  .finder .line { animation: sweep 2.6s infinite ease-in-out; }
  @keyframes sweep { 0%, 100% { transform: translateY(-70px); opacity: 0; } 20%, 80% { opacity: .9; } 50% { transform: translateY(70px); } }
}
.finder p { text-wrap: pretty; color: #b9c2bd; font-size: 14.5px; max-width: 270px; }
.finder p.wrong { color: #f2b7ac; }
.camera.over .view { background: rgb(95 208 163 / .14); }
.controls { display: grid; gap: 10px; padding: 8px 16px calc(20px + env(safe-area-inset-bottom)); }
.controls .pair { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 10px; }
.controls .quiet { background: rgb(255 255 255 / .1); color: #eef2ef; display: flex; justify-content: center; align-items: center; gap: 8px; padding: 10px 8px; font-size: 15px; }
.controls .quiet:hover { background: rgb(255 255 255 / .17); }
.controls .main { display: flex; justify-content: center; align-items: center; gap: 8px; background: #35ab7d; color: #06150e; }
.controls .main:hover { background: #40bb8b; }
.controls svg { width: 20px; height: 20px; flex: none; }
.controls form { display: flex; gap: 8px; }
.controls input[type="text"] { flex: 1; min-width: 0; min-height: 48px; border: 1px solid rgb(255 255 255 / .16); border-radius: 12px; background: rgb(255 255 255 / .06); color: inherit; padding: 0 14px; font-size: 15px; }
.controls input::placeholder { color: #8b958f; }
.controls input[type="file"] { display: none; }
`;
