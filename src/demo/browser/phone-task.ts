import type { SaomaLogin } from "../../widget/element.ts";
import type { Linking } from "./linking.ts";
import { newcomersPhone } from "./newcomer.ts";
import type { SignInMethod, SignInMethods } from "./sign-in-methods.ts";

/** What the simulated phone is to do with what the page shows just now. */
export interface PhoneTask {
  /** In the phone's own words, what follows the `#` of its address: see its page's script. */
  action(): string;
  /** What the button says. */
  buttonText(): string;
  /** Whether the phone has done what the page asked it for. */
  isUnderWay(): boolean;
  /** The QR that can be seen; a frame of WeChat's answers for itself. */
  image(): Promise<string | undefined>;
}

const underWay: ReadonlySet<string> = new Set(["scanned", "pairing", "phone", "continue", "granted"]);

/** What the button says besides the methods' own words. */
interface PhoneTaskTexts {
  readonly sms?: string;
  readonly look?: string;
}

export function createPhoneTask(
  login: SaomaLogin,
  methods: SignInMethods,
  linking: Linking,
  texts: PhoneTaskTexts,
): PhoneTask {
  const waitsForSms = () => !login.hidden && login.state.kind === "phone" && login.state.sentTo !== undefined;
  /** The scan is done: what is to be done now is on the phone already, or on the page. */
  const isUnderWay = () => !login.hidden && underWay.has(login.state.kind);
  return {
    isUnderWay: () => !linking.isOpen() && !waitsForSms() && isUnderWay(),
    action() {
      if (linking.isOpen()) return linking.action();
      if (isUnderWay() && !waitsForSms()) return "";
      return waitsForSms() ? byNewcomerIfNeeded(methods.current(), "sms") : actionFor(login, methods.current());
    },
    buttonText() {
      if (linking.isOpen()) return linking.buttonText();
      if (waitsForSms()) return texts.sms ?? "";
      return isUnderWay() ? (texts.look ?? "") : methods.current().buttonText;
    },
    async image() {
      if (linking.isOpen()) return linking.image();
      if (login.hidden) return undefined;
      // Whoever looks while a QR is on its way sees it when it is there.
      if (login.state.kind === "loading") {
        await new Promise((changed) => login.addEventListener("state", changed, { once: true }));
      }
      return qrOf(login)?.image;
    },
  };
}

export const qrOf = ({ state }: SaomaLogin) => (state.kind === "pending" ? state.qr : undefined);

/** With the phone of somebody new, where the sign-in method is for newcomers. */
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
