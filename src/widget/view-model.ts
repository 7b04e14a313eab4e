import type { Code, SignInState, TermsView } from "../client/index.ts";
import type { IconName } from "./icons.ts";
import { isText, type Language, type Message, type TextName, type Translate } from "./texts.ts";

/** What the widget shows for a state. */
export interface ViewModel {
  readonly message: Message;
  /** What fills the frame; `dim` is the last QR, too faint to be scanned. */
  readonly frame: "wait" | "qr" | "code" | "number" | "dim" | "link" | "who";
  /** The image of the frame, a QR or an avatar; `alt` is its text for screen readers. */
  readonly image?: string | undefined;
  readonly alt?: string | undefined;
  /** Whether the site's mark may cover the middle of the image. */
  readonly marked?: boolean | undefined;
  readonly code?: Code | undefined;
  readonly number?: string | undefined;
  /** The icon of the badge. Its name is also a class, which sets the colours (style.ts). */
  readonly icon?: IconName | undefined;
  /** Links below the message: the terms to agree to, or the site's terms. */
  readonly links?: TermsView | undefined;
  /** The button in the frame. */
  readonly press?: Press | undefined;
  /** The buttons below the frame; the first one is the main action. */
  readonly buttons?: readonly Press[] | undefined;
  /** The input field below the frame, named after the call that its text is passed to. */
  readonly entry?: Entry | undefined;
}

/** The text of a button: its action, or another text for one of the actions. */
export type Press = Verb | "title" | "renew" | "retry" | "agreeToTerms" | "disagree";

export type Verb =
  | "open"
  | "save"
  | "copy"
  | "proceed"
  | "refresh"
  | "takeBack"
  | "resend"
  | "agree"
  | "disown"
  | "newOwner"
  | "signOut";

export const verbOf = (press: Press): Verb =>
  press === "title"
    ? "open"
    : press === "agreeToTerms"
      ? "proceed"
      : press === "renew" || press === "retry" || press === "disagree"
        ? "refresh"
        : press;

export type Entry = "enterCode" | "enterInvitation" | "sendPhone" | "enterOtp" | "pair";

/** What the view model depends on besides the state. */
export interface ViewOptions {
  readonly translate: Translate;
  readonly language: Language;
  /** Whether the page is open on a phone, which can have WeChat itself. */
  readonly onPhone: boolean;
  /** Whether the user has asked for another SMS or another number. */
  readonly again?: boolean;
  /** Whether the chat gives the code to type in here, instead of the page showing one to send. */
  readonly codeFromChat?: boolean;
  /** Whether the widget offers a field for invitations. */
  readonly byInvitation?: boolean;
  /** Whether this attempt uses a code sent in the chat instead of a QR. */
  readonly byCode?: boolean | undefined;
}

export function viewModelOf(state: SignInState, options: ViewOptions): ViewModel {
  const { translate, again, byCode } = options;
  const dim = (name: TextName, icon: IconName, press?: Press, fill?: string): ViewModel => ({
    message: translate(name, fill),
    frame: "dim",
    icon,
    press,
  });
  switch (state.kind) {
    case "loading":
      return { message: translate("loading"), frame: "wait" };
    case "pending":
      return { ...withInvitation(state, options, pending(state, options)), links: state.application?.terms };
    case "scanned": {
      const { number, account } = state;
      if (number) return { message: translate("number", number), frame: "number", number };
      return dim(account ? "welcome" : byCode ? "received" : "scanned", "phone", undefined, account?.name);
    }
    case "pairing":
      return pairing(state, options);
    case "phone": {
      const { sentTo } = state;
      const shared = { frame: "link", icon: "phone" } as const;
      if (!sentTo || again) return { ...shared, message: translate("phone"), entry: "sendPhone" };
      return { ...shared, message: translate("otp", sentTo), entry: "enterOtp", buttons: ["resend"] };
    }
    case "elsewhere":
      return dim("elsewhere", "clock", "takeBack");
    case "granted":
      return dim("granted", "check");
    case "continue":
    case "signed-in": {
      const { name, avatar } = state.account;
      const shared = { frame: "who", image: avatar } as const;
      if (state.kind === "signed-in") {
        return { ...shared, message: withNotice(translate("signedIn", name), state, translate), buttons: ["signOut"] };
      }
      return {
        ...shared,
        message: translate(byCode ? "continueByCode" : "continue", name),
        buttons: ["proceed", "refresh"],
      };
    }
    case "terms":
      return terms(state, translate);
    case "expired":
      return dim("expired", "clock", "renew");
    case "declined":
      return declined(state, dim);
    case "offline":
      return dim("offline", "offline", "retry");
    case "error":
      return dim(named(state.code), state.retryable ? "clock" : "cross", "retry");
  }
}

type Dim = (name: TextName, icon: IconName, press?: Press) => ViewModel;

function declined({ reason }: Extract<SignInState, { kind: "declined" }>, dim: Dim): ViewModel {
  // Beside the field one code is wrong; here it was the last one.
  const name = reason === "wrong_pairing_code" ? "tooManyPairings" : named(reason);
  return { ...dim(name, "cross", "retry"), ...(reason === "conflict" ? { buttons: ["newOwner"] } : {}) };
}

/** The message of a signed-in user. The account's newest notice, if any, replaces the second line. */
function withNotice(
  [headline, detail]: Message,
  { notices }: Extract<SignInState, { kind: "signed-in" }>,
  translate: Translate,
): Message {
  const kind = notices?.[0]?.kind;
  const name = kind === "invited" ? "account_invited" : kind;
  return [headline, name && isText(name) ? translate(name)[0] : detail];
}

function terms({ account, terms: links }: Extract<SignInState, { kind: "terms" }>, translate: Translate): ViewModel {
  const asked = { message: translate("terms"), links, buttons: ["agreeToTerms", "disagree"] } as const;
  if (account) return { ...asked, frame: "who", image: account.avatar };
  return { ...asked, frame: "link", icon: "check" };
}

/** The name of a failure's text; `error` for a code without its own. */
const named = (code: string): TextName => (isText(code) ? code : "error");

/** A failure in one line, beside a field. `from`: the time that its text may name. */
export const failureLine = (translate: Translate, code: string, from?: string): string =>
  translate(named(code), from).filter(Boolean).join(" · ");

function pairing(state: Extract<SignInState, { kind: "pairing" }>, { translate, language }: ViewOptions): ViewModel {
  const { name = "", avatar } = state.account ?? {};
  if (state.pairing === "code") return { message: translate("pairing"), frame: "link", icon: "phone", entry: "pair" };
  const who = { frame: "who", image: avatar } as const;
  if (!state.addedAt) return { ...who, message: translate("agreeTo", name), buttons: ["agree", "refresh"] };
  const day = new Date(state.addedAt).toLocaleDateString(language);
  const message: Message = [translate("opens", name)[0], translate("opens", day)[1]];
  return { ...who, message, buttons: ["agree", "disown"] };
}

/** Adds the field for an invitation. Once it is submitted, the message asks for the new WeChat instead. */
function withInvitation(
  { invited }: { invited?: true | undefined },
  options: ViewOptions,
  model: ViewModel,
): ViewModel {
  if (invited) return { ...model, message: options.translate("invited"), entry: undefined };
  return options.byInvitation ? { ...model, entry: "enterInvitation" } : model;
}

function pending(state: Extract<SignInState, { kind: "pending" }>, options: ViewOptions): ViewModel {
  const { translate, onPhone, byInvitation } = options;
  const { qr, code, link, channel, invited } = state;
  // An invitation is never answered by a code from the chat: that one only signs in.
  const codeFromChat = options.codeFromChat && !byInvitation && !invited;
  if (code) {
    const { name, image } = code.sendTo;
    const buttons: Press[] = onPhone ? ["copy", "open"] : ["copy"];
    const alt = translate("accountQr", name)[0];
    const prompt = { message: translate("askForCode", name), entry: "enterCode" } as const;
    if (codeFromChat && image) return { ...prompt, frame: "code", image, alt };
    if (codeFromChat) return { ...prompt, frame: "link", icon: "phone" };
    return { message: translate("code", name), frame: "code", image, alt, code, buttons, entry: "enterCode" };
  }
  if (!qr) return { message: translate("byLink"), frame: "link", icon: "phone", buttons: ["title"] };
  const { image, content } = qr;
  const shown = { frame: "qr", image, alt: translate("qr")[0], marked: content !== undefined } as const;
  if (!onPhone) return { ...shown, message: translate(channel === "mini-program" ? "miniProgram" : "pending") };
  if (link) return { ...shown, message: translate("byLink"), buttons: ["open"] };
  return { ...shown, message: translate("byPicture"), buttons: ["save", "open"] };
}
