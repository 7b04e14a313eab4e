import type { SaomaLogin } from "../../widget/element.ts";
import type { Linking } from "./linking.ts";
import { newcomersPhone } from "./newcomer.ts";
import type { Way, Ways } from "./way.ts";

/** What the simulated phone is to do with what the page shows just now. */
export interface Errand {
  /** In the phone's own words, what follows the `#` of its address: see its page's script. */
  gesture(): string;
  /** What the button says. */
  act(): string;
  /** Whether the phone has done what the page asked it for. */
  isUnderWay(): boolean;
  /** The QR that can be seen; a frame of WeChat's answers for itself. */
  image(): Promise<string | undefined>;
}

const underWay: ReadonlySet<string> = new Set(["scanned", "pairing", "phone", "continue", "granted"]);

/** What the button says besides the ways' own words. */
interface ErrandTexts {
  readonly sms?: string;
  readonly look?: string;
}

export function createErrand(login: SaomaLogin, ways: Ways, linking: Linking, texts: ErrandTexts): Errand {
  const waitsForSms = () => !login.hidden && login.state.kind === "phone" && login.state.sentTo !== undefined;
  /** The scan is done: what is to be done now is on the phone already, or on the page. */
  const isUnderWay = () => !login.hidden && underWay.has(login.state.kind);
  return {
    isUnderWay: () => !linking.isOpen() && !waitsForSms() && isUnderWay(),
    gesture() {
      if (linking.isOpen()) return linking.gesture();
      if (isUnderWay() && !waitsForSms()) return "";
      return waitsForSms() ? by(ways.current(), "sms") : gestureOf(ways.current(), login);
    },
    act() {
      if (linking.isOpen()) return linking.act();
      if (waitsForSms()) return texts.sms ?? "";
      return isUnderWay() ? (texts.look ?? "") : ways.current().act;
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

/** Done with the phone of somebody new, where the way is about one. */
const by = ({ gesture }: Way, act: string): string =>
  gesture.kind === "scan" && gesture.byNewcomer ? `newcomer=${newcomersPhone()}&${act}` : act;

function gestureOf(way: Way, { state }: SaomaLogin): string {
  const { gesture } = way;
  if (gesture.kind === "open")
    return new URLSearchParams({ open: new URL(gesture.path, location.href).href }).toString();
  if (gesture.kind === "scan") return by(way, "look");
  const shown = state.kind === "pending" ? (state.code?.text ?? "") : "";
  const draft = gesture.draft === "code" ? shown : gesture.draft;
  return new URLSearchParams({ chat: gesture.appid, draft }).toString();
}
