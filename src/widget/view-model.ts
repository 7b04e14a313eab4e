import type { Code, SignInState, TermsView } from "../client/index.ts";
import type { IconName } from "./icons.ts";
import { isText, type Language, type Message, type TextName, type Translate } from "./texts.ts";

/** What the widget shows for a state. */
export interface ViewModel {
  readonly message: Message;
  /** What fills the frame; `dim` is the last QR, too faint to be scanned. */
  readonly frame: "wait" | "qr" | "code" | "number" | "dim" | "link" | "who";
  /** An image for the frame: a QR or an avatar, and what it is called. */
  readonly image?: string | undefined;
  readonly alt?: string | undefined;
  /** Whether the site's mark may cover its middle. */
  readonly marked?: boolean | undefined;
  readonly code?: Code | undefined;
  readonly number?: string | undefined;
  /** Gives the mood, too: see the style. */
  readonly icon?: IconName | undefined;
  /** Texts of the site's, below the words: those to agree to, or those of the site. */
  readonly links?: TermsView | undefined;
  /** What can be pressed in the frame. */
  readonly press?: Press | undefined;
  /** What can be pressed below; the first one is what most will do. */
  readonly buttons?: readonly Press[] | undefined;
  /** What a line below takes, by what is done with it. */
  readonly entry?: Entry | undefined;
}

/** The text of a button: the verb it stands for, or what is said instead of that. */
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
  /** Whether the page is on the very phone that has WeChat. */
  readonly onPhone: boolean;
  /** Whether another SMS is wanted. */
  readonly again?: boolean;
  /** Whether a code is to be asked for in the chat, instead of sent there. */
  readonly codeFromChat?: boolean;
  /** Whether people type in invitations here. */
  readonly byInvitation?: boolean;
  /** Whether a code was sent, where another way is scanned. */
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
      return { ...shared, message: translate("continue", name), buttons: ["proceed", "refresh"] };
    }
    case "terms":
      return terms(state, translate);
    case "expired":
      return dim("expired", "clock", "renew");
    case "declined":
      return {
        ...dim(named(state.reason), "cross", "retry"),
        ...(state.reason === "conflict" ? { buttons: ["newOwner"] } : {}),
      };
    case "offline":
      return dim("offline", "offline", "retry");
    case "error":
      return dim(named(state.code), state.retryable ? "clock" : "cross", "retry");
  }
}

/** The newest thing that the account's people are told takes the place of the second line. */
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

/** What there is to say of a failure. */
const named = (code: string): TextName => (isText(code) ? code : "error");

/** A failure in one line, beside a field. */
export const failureLine = (translate: Translate, code: string): string =>
  translate(named(code)).filter(Boolean).join(" · ");

function pairing(state: Extract<SignInState, { kind: "pairing" }>, { translate, language }: ViewOptions): ViewModel {
  const { name = "", avatar } = state.account ?? {};
  if (state.pairing === "code") return { message: translate("pairing"), frame: "link", icon: "phone", entry: "pair" };
  const who = { frame: "who", image: avatar } as const;
  if (!state.addedAt) return { ...who, message: translate("agreeTo", name), buttons: ["agree", "refresh"] };
  const day = new Date(state.addedAt).toLocaleDateString(language);
  const message: Message = [translate("opens", name)[0], translate("opens", day)[1]];
  return { ...who, message, buttons: ["agree", "disown"] };
}

/** Where people come by an invitation, it is typed in first; then what is shown is answered with the new WeChat. */
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
