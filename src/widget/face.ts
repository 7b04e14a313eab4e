import type { Code, SignInState } from "../client/index.ts";
import type { IconName } from "./icons.ts";
import { isText, type Say, type Saying, type TextName } from "./texts.ts";

/** What the widget shows for a state. */
export interface Face {
  readonly say: Saying;
  /** What fills the frame; `dim` is the last QR, too faint to be scanned. */
  readonly frame: "wait" | "qr" | "code" | "number" | "dim" | "link" | "who";
  /** An image for the frame: the QR's or the avatar's. */
  readonly image?: string | undefined;
  /** Whether the site's mark may cover its middle. */
  readonly marked?: boolean;
  readonly code?: Code;
  readonly number?: string;
  readonly icon?: IconName;
  readonly mood?: "good" | "calm" | "bad";
  /** What can be pressed in the frame. */
  readonly press?: Press;
  /** What can be pressed below; the first one is what most will do. */
  readonly buttons?: readonly Press[];
  /** What a line below takes, by what is done with it. */
  readonly entry?: Entry;
}

/** A text, and the verb it stands for. */
export type Press = readonly [text: TextName, verb: Verb];

export type Verb = "open" | "save" | "copy" | "proceed" | "refresh" | "takeBack" | "resend";

export type Entry = "enterCode" | "sendPhone" | "enterOtp";

/** What a face depends on besides the state. */
export interface Circumstances {
  readonly say: Say;
  /** Whether the page is on the very phone that has WeChat. */
  readonly onPhone: boolean;
  /** Whether another SMS is wanted. */
  readonly again?: boolean;
}

export function faceOf(state: SignInState, circumstances: Circumstances): Face {
  const { say } = circumstances;
  const dim = (name: TextName, icon: IconName, mood: NonNullable<Face["mood"]>, press?: TextName): Face => ({
    ...{ say: say(name), frame: "dim", icon, mood },
    ...(press && { press: [press, press === "takeBack" ? press : "refresh"] }),
  });
  switch (state.kind) {
    case "loading":
      return { say: say("loading"), frame: "wait" };
    case "pending":
      return pending(state, circumstances);
    case "scanned":
      if (state.number) return { say: say("number", state.number), frame: "number", number: state.number };
      return { ...dim("scanned", "phone", "good"), ...(state.account && { say: say("welcome", state.account.name) }) };
    case "phone":
      if (!state.sentTo || circumstances.again)
        return { say: say("phone"), frame: "link", icon: "phone", entry: "sendPhone" };
      return {
        say: say("otp", state.sentTo),
        frame: "link",
        icon: "phone",
        entry: "enterOtp",
        buttons: [both("resend")],
      };
    case "elsewhere":
      return dim("elsewhere", "clock", "calm", "takeBack");
    case "granted":
      return dim("granted", "check", "good");
    case "continue": {
      const { name, avatar } = state.account;
      const buttons = [both("proceed"), both("refresh")];
      return { say: say("continue", name), frame: "who", image: avatar, buttons };
    }
    case "signed-in": {
      const { name, avatar } = state.account;
      return { say: say("signedIn", name), frame: "who", image: avatar };
    }
    case "expired":
      return dim("expired", "clock", "calm", "renew");
    case "declined":
      return dim(named(state.reason), "cross", "bad", "retry");
    case "offline":
      return dim("offline", "offline", "calm", "retry");
    case "error": {
      const { code, retryable } = state;
      return dim(named(code), retryable ? "clock" : "cross", retryable ? "calm" : "bad", "retry");
    }
  }
}

/** What there is to say of a failure. */
export const named = (code: string): TextName => (isText(code) ? code : "error");

const both = (name: TextName & Verb): Press => [name, name];

function pending(state: Extract<SignInState, { kind: "pending" }>, { say, onPhone }: Circumstances): Face {
  const { qr, code, link, channel } = state;
  const open = both("open");
  if (code) {
    const buttons = onPhone ? [both("copy"), open] : [both("copy")];
    return { say: say("code", code.sendTo.name), frame: "code", code, buttons, entry: "enterCode" };
  }
  if (!qr) return { say: say("byLink"), frame: "link", icon: "phone", mood: "good", buttons: [["title", "open"]] };
  const shown = { frame: "qr", image: qr.image, marked: qr.content !== undefined } as const;
  if (onPhone && link) return { ...shown, say: say("byLink"), buttons: [open] };
  if (onPhone) return { ...shown, say: say("byPicture"), buttons: [both("save"), open] };
  return { ...shown, say: say(channel === "mini-program" ? "miniProgram" : "pending") };
}
