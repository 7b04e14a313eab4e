import type { SignIn, SignInState } from "../pages/login/sign-in.ts";
import { inWords, say } from "./language.ts";
import { getPhoneNumber } from "./wx.ts";

/** The words of `login.wxml`, by state: a headline, what stands below it, and what can be pressed. */
interface Face {
  readonly headline: string;
  readonly site?: string;
  readonly detail?: string;
  readonly warning?: string;
  /** The code to be typed on the page. */
  readonly pairing?: string;
  readonly hint?: string;
  /** A field for the two digits that the browser shows. */
  readonly number?: HTMLInputElement;
  readonly main?: readonly [text: string, press: () => void];
  readonly second?: readonly [text: string, press: () => void];
  readonly other?: readonly [text: string, press: () => void];
}

const overs: Readonly<Record<Extract<SignInState, { kind: "over" }>["why"], string>> = {
  taken: say`这个码已被别人扫过`,
  refused: say`这个网站暂不接受新用户`,
  conflict: say`这个手机号已有账号`,
  number: say`数字不对，登录已取消`,
  suspended: say`你的账号已被停用`,
  unlisted: say`这个网站只对指定的人开放`,
  lost: say`这个微信已登记为丢失`,
  expired: say`小程序码已过期`,
  unknown: say`请扫网页上的小程序码`,
};

const phoneHint = say`首次登录需要手机号：可以用微信绑定的手机号，也可以在网页上用短信验证。`;

const numberHint = say`请输入网页上显示的两位数字。输错一次，登录就会取消。`;

/** Draws a state as the mini-program would. */
export function draw(state: SignInState, signIn: SignIn): void {
  const { headline, site, detail, pairing, warning, hint, number, main, second, other } = faceOf(state, signIn);
  document
    .querySelector("main")
    ?.replaceChildren(
      text("h1", "", headline),
      ...(site ? [text("p", "", site)] : []),
      ...(detail ? [text("p", "", detail)] : []),
      ...(pairing ? [text("h1", "", say`配对码 ${pairing}`)] : []),
      ...(warning ? [text("p", "warning", warning)] : []),
      ...(number ? [text("p", "", numberHint), number] : []),
      ...(hint ? [text("p", "", hint)] : []),
      ...(main ? [button("pill", ...main)] : []),
      ...(second ? [button("quiet", ...second)] : []),
      ...(other ? [button("quiet", ...other)] : []),
    );
}

function faceOf(state: SignInState, signIn: SignIn): Face {
  const open = () => void signIn.open();
  const decline = () => void signIn.decline();
  switch (state.kind) {
    case "loading":
      return { headline: say`请稍候…` };
    case "consent":
      return {
        headline: say`需要你的同意`,
        detail: say`登录要用到你在本小程序的身份。同意隐私保护指引后才能继续，不同意则什么都不会发送。`,
        main: [say`继续`, open],
      };
    case "ask":
      return askFace(state, signIn);
    case "phone":
      return {
        headline: say`还差一步`,
        detail: say`请在网页上验证手机号，完成登录「${state.site}」。也可以用微信绑定的手机号。`,
        ...pairingFace(state.pairingCode, say`网页会先要你输入它。只输入你自己打开的网页，不要告诉任何人。`),
        main: byPhone(signIn),
        other: [say`不登录了`, decline],
      };
    case "allowed":
      return {
        ...(state.request
          ? allowedBy(state.request, decline)
          : { headline: say`已登录「${state.site}」`, other: [say`不是我，撤销登录`, decline] }),
        ...(state.pairingCode
          ? pairingFace(state.pairingCode, say`请把它输入你自己打开的网页。不要告诉任何人。`)
          : { detail: say`请回到网页继续` }),
      };
    case "declined":
      return state.request ? declinedBy(state.request) : { headline: say`没有登录`, detail: say`网页上的登录已取消` };
    case "over":
      if (state.why === "conflict" && state.request) return conflictOf(state.request);
      return { headline: overs[state.why], ...detailOf(state.why) };
    case "trouble":
      return { headline: say`网络不太顺畅`, main: [say`重试`, open] };
  }
}

const byPhone = (signIn: SignIn, number?: HTMLInputElement): readonly [text: string, press: () => void] => {
  const allow = async () => signIn.allowByButton(await getPhoneNumber(), number?.value);
  return [say`用微信手机号登录`, () => void allow()];
};

function askFace(state: Extract<SignInState, { kind: "ask" }>, signIn: SignIn): Face {
  const number = state.needsNumber ? numberField() : undefined;
  const time = inWords(state.time);
  const detail = state.browser ? say`${state.browser} 上的网页，${time} 发起` : say`${time} 发起`;
  const allow = () => void signIn.allow(undefined, number?.value);
  const decline = () => void signIn.decline();
  const asked = { detail, other: [say`不允许`, decline], ...(number ? { number } : {}) } as const;
  if (state.request) return { ...asked, site: say`网站「${state.site}」`, ...askedBy(state.request, allow) };
  return {
    ...asked,
    headline: say`登录「${state.site}」？`,
    warning: state.opens
      ? opensWarning(state.opens)
      : say`若是别人让你扫的码，请不要允许：允许后，对方就以你的身份登录了。`,
    ...(state.opens
      ? { second: [say`那不是我的账号，另开一个`, () => void signIn.disown(number?.value)] as const }
      : {}),
    main: state.needsPhone ? byPhone(signIn, number) : [say`允许登录`, allow],
    ...(state.needsPhone ? { hint: phoneHint, second: [say`允许登录，在网页上验证手机号`, allow] } : {}),
  };
}

const opensWarning = ({ name, day }: { readonly name: string; readonly day: string }): string =>
  say`第一次用这个微信登录：它会打开账号「${name}」，是 ${day} 添加到那个账号的。`;

const pairingFace = (pairing: string | undefined, warning: string): Pick<Face, "pairing" | "warning"> =>
  pairing === undefined ? {} : { pairing, warning };

type Request = NonNullable<Extract<SignInState, { kind: "ask" }>["request"]>;

/** What a proof approves. */
const actions = {
  link: say`给你的账号添加另一个微信`,
  remove: say`移除账号的一个微信`,
  restore: say`恢复账号的一个微信`,
  delete: say`注销账号，删除全部资料`,
  phone: say`更换账号的手机号`,
} as const;

const askedBy = ({ purpose, approves = "link" }: Request, allow: () => void): Face =>
  purpose === "link"
    ? {
        headline: say`把这个微信添加到网页上的账号？`,
        warning: say`这不是登录。添加以后，用这个微信就能登录那个账号。那不是你自己的账号？请不要添加。`,
        main: [say`添加`, allow],
      }
    : {
        headline: say`是你本人要${actions[approves]}吗？`,
        warning: say`若是别人让你扫的码，请不要确认。`,
        main: [say`是我本人`, allow],
      };

const allowedBy = ({ purpose }: Request, decline: () => void): Face => ({
  headline: purpose === "link" ? say`请回到网页，完成添加` : say`已确认`,
  other: [purpose === "link" ? say`不是我，解除关联` : say`不是我，让那个浏览器退出`, decline],
});

const declinedBy = ({ purpose }: Request): Face =>
  purpose === "link"
    ? { headline: say`这个微信没有添加`, detail: say`那个账号不能用它登录` }
    : { headline: say`没有确认`, detail: say`那个浏览器不能以你的名义继续` };

const conflictOf = ({ purpose }: Request): Face =>
  purpose === "link"
    ? { headline: say`这个微信已有自己的账号`, detail: say`什么都没有改变。可以换一个微信来添加` }
    : { headline: say`这个微信不属于网页上的账号`, detail: say`什么都没有改变。请用这个账号的微信再扫一次` };

function detailOf(why: keyof typeof overs): Pick<Face, "detail"> {
  if (why === "refused") return {};
  const conflict = say`它绑定的是另一个微信。请用那个微信登录，或在网页上刷新，换一个手机号`;
  if (why === "suspended") return { detail: say`有疑问？请联系这个网站` };
  if (why === "unlisted") return { detail: say`这个微信不在其中。需要进入？请联系这个网站` };
  if (why === "lost") return { detail: say`它不能登录，也不能确认任何操作。已经找回？请联系这个网站` };
  return { detail: why === "conflict" ? conflict : say`请在网页上刷新，再扫一次` };
}

function numberField(): HTMLInputElement {
  const input = document.createElement("input");
  Object.assign(input, { className: "number", inputMode: "numeric", maxLength: 2, placeholder: say`两位数字` });
  return input;
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
