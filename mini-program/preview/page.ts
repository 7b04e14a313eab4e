import type { SignIn, SignInState } from "../pages/login/sign-in.ts";

/** The words of `login.wxml`, by state: a headline, what stands below it, and what can be pressed. */
interface Face {
  readonly headline: string;
  readonly detail?: string;
  readonly warning?: string;
  readonly main?: readonly [text: string, press: () => void];
  readonly other?: readonly [text: string, press: () => void];
}

const overs: Readonly<Record<Extract<SignInState, { kind: "over" }>["why"], string>> = {
  taken: "这个码已被别人扫过",
  refused: "这个网站暂不接受新用户",
  expired: "小程序码已过期",
  unknown: "请扫网页上的小程序码",
};

/** Draws a state as the mini-program would. */
export function draw(state: SignInState, signIn: SignIn): void {
  const { headline, detail, warning, main, other } = faceOf(state, signIn);
  document
    .querySelector("main")
    ?.replaceChildren(
      text("h1", "", headline),
      ...(detail ? [text("p", "", detail)] : []),
      ...(warning ? [text("p", "warning", warning)] : []),
      ...(main ? [button("pill", ...main)] : []),
      ...(other ? [button("quiet", ...other)] : []),
    );
}

function faceOf(state: SignInState, signIn: SignIn): Face {
  const open = () => void signIn.open();
  const decline = () => void signIn.decline();
  switch (state.kind) {
    case "loading":
      return { headline: "请稍候…" };
    case "consent":
      return {
        headline: "需要您的同意",
        detail: "登录要用到您在本小程序的身份。同意隐私保护指引后才能继续，不同意则什么都不会发送。",
        main: ["继续", open],
      };
    case "ask":
      return {
        headline: `登录「${state.site}」？`,
        detail: `${state.browser ? `${state.browser} 上的网页，` : ""}${state.time} 发起`,
        warning: "若是别人让您扫的码，请不要允许：允许后，对方就以您的身份登录了。",
        main: ["允许登录", () => void signIn.allow()],
        other: ["不允许", decline],
      };
    case "allowed":
      return { headline: `已登录「${state.site}」`, detail: "请回到网页继续", other: ["不是我，撤销登录", decline] };
    case "declined":
      return { headline: "没有登录", detail: "网页上的登录已取消" };
    case "over":
      return { headline: overs[state.why], ...(state.why === "refused" ? {} : { detail: "请在网页上刷新，再扫一次" }) };
    case "trouble":
      return { headline: "网络不太顺畅", main: ["重试", open] };
  }
}

function text(tag: string, className: string, words: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}

function button(className: string, words: string, press: () => void): HTMLElement {
  const element = text("button", className, words);
  element.addEventListener("click", press);
  return element;
}
