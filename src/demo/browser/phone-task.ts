import type { SaomaLogin } from "../../widget/element.ts";
import type { Inside } from "./inside.ts";
import type { Linking } from "./linking.ts";
import { newcomersPhone } from "./newcomer.ts";
import type { SignInMethod, SignInMethods } from "./sign-in-methods.ts";

/** What the simulated phone should do for the current state of the page. */
export interface PhoneTask {
  /** The action as the fragment of the phone's address, in the syntax of the script of the phone's page. */
  action(): string;
  /** The label of the button. */
  buttonText(): string;
  /** Whether the next step does not need the phone. */
  isAtRest(): boolean;
  /** The visible QR; undefined in a frame of WeChat, which answers the phone itself. */
  image(): Promise<string | undefined>;
}

const underWay: ReadonlySet<string> = new Set(["scanned", "pairing", "phone", "continue", "granted"]);

/** The states in which nothing can be scanned, so that the panel's own button is the next step. */
const over: ReadonlySet<string> = new Set(["declined", "expired", "elsewhere", "error", "offline"]);

/** The labels of the button that are the same for all methods. */
interface PhoneTaskTexts {
  readonly sms?: string;
  readonly look?: string;
}

interface Parts {
  readonly login: SaomaLogin;
  readonly methods: SignInMethods;
  readonly linking: Linking;
  readonly inside: Inside;
  /** Whether the phone has set out. */
  isTaken(): boolean;
}

export function createPhoneTask({ login, methods, linking, inside, isTaken }: Parts, texts: PhoneTaskTexts): PhoneTask {
  const waitsForSms = () => !login.hidden && login.state.kind === "phone" && login.state.sentTo !== undefined;
  /** Whether the scan is done, so that the next step is on the phone or on the page. */
  const isUnderWay = () => {
    if (linking.isOpen()) return underWay.has(linking.kind());
    if (methods.current().id === "in-wechat") return inside.isOpen();
    // WeChat's page tells nobody here that it was scanned.
    return login.hidden
      ? isTaken() && methods.current().id === "open-platform"
      : underWay.has(login.state.kind) && !waitsForSms();
  };
  const isOver = () => over.has(linking.isOpen() ? linking.kind() : login.hidden ? "" : login.state.kind);
  const hasChatOpen = () => isTaken() && !login.hidden && methods.current().action.kind === "chat";
  return {
    isAtRest: () => isUnderWay() || isOver() || hasChatOpen(),
    action() {
      if (isUnderWay()) return "";
      if (linking.isOpen()) return linking.action();
      // A user who takes the phone now needs a new QR to scan.
      if (login.state.kind === "declined" || login.state.kind === "expired") login.refresh();
      return waitsForSms() ? byNewcomerIfNeeded(methods.current(), "sms") : actionFor(login, methods.current());
    },
    buttonText() {
      if (isUnderWay()) return texts.look ?? "";
      if (linking.isOpen()) return linking.buttonText();
      return waitsForSms() ? (texts.sms ?? "") : methods.current().buttonText;
    },
    async image() {
      if (linking.isOpen()) return linking.image();
      if (login.hidden) return undefined;
      // While a QR is loading, the phone waits for it.
      if (login.state.kind === "loading") {
        await new Promise((changed) => login.addEventListener("state", changed, { once: true }));
      }
      return qrOf(login)?.image;
    },
  };
}

export const qrOf = ({ state }: SaomaLogin) => (state.kind === "pending" ? state.qr : undefined);

/** The action with the phone of a new person, if the sign-in method is for newcomers. */
const byNewcomerIfNeeded = ({ action }: SignInMethod, act: string): string =>
  action.kind === "scan" && action.byNewcomer ? `newcomer=${newcomersPhone()}&${act}` : act;

function actionFor({ state }: SaomaLogin, method: SignInMethod): string {
  const { action } = method;
  if (action.kind === "open") return new URLSearchParams({ open: new URL(action.path, location.href).href }).toString();
  if (action.kind === "scan") return byNewcomerIfNeeded(method, "look");
  const shown = state.kind === "pending" ? (state.code?.text ?? "") : "";
  const draft = action.draft === "code" ? shown : action.draft;
  return new URLSearchParams({ chat: action.appid, draft }).toString();
}
