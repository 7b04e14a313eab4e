import type { Code, SignInState } from "../client/index.ts";
import type { Saying, Texts } from "./texts.ts";

/** What the widget shows for a state. */
export interface Face {
  readonly headline: string;
  readonly detail: string;
  /** What fills the frame; `dimmed` is the last QR, too faint to be scanned. */
  readonly frame: "skeleton" | "qr" | "code" | "number" | "dimmed" | "link" | "avatar";
  /** An image for the frame: the QR's or the avatar's. Absent: the one shown last. */
  readonly image?: string;
  /** For the frame `code`. */
  readonly code?: Code;
  /** For the frame `number`. */
  readonly number?: string;
  /** Over the frame. */
  readonly badge?: { readonly icon: BadgeIcon; readonly mood: "good" | "calm" | "bad" };
  /** The one thing that can be pressed. */
  readonly action?: string;
}

export type BadgeIcon = "phone" | "chat" | "check" | "clock" | "cross" | "offline";

export function faceOf(state: SignInState, texts: Texts): Face {
  switch (state.kind) {
    case "loading":
      return { ...say(texts.loading), frame: "skeleton" };
    case "pending":
      if (state.code) return { ...say(texts.code(state.code.sendTo.name)), frame: "code", code: state.code };
      if (state.link) return { ...say(texts.link), frame: "link", badge: goOn, action: texts.go };
      return {
        ...say(state.channel === "mini-program" ? texts.miniProgram : texts.pending),
        frame: "qr",
        ...(state.qr && { image: state.qr.image }),
      };
    case "scanned":
      if (state.number) return { ...say(texts.number(state.number)), frame: "number", number: state.number };
      return { ...say(texts.scanned), frame: "dimmed", badge: { icon: "phone", mood: "good" } };
    case "phone":
      return { ...say(texts.phone), frame: "dimmed", badge: { icon: "phone", mood: "calm" } };
    case "granted":
      return { ...say(texts.granted), frame: "dimmed", badge: { icon: "check", mood: "good" } };
    case "signed-in": {
      const { name, avatar, isNew } = state.account;
      return { headline: name, detail: texts.signedIn(isNew), frame: "avatar", image: avatar };
    }
    case "expired":
      return { ...hitch(texts.expired, "clock"), action: texts.refresh };
    case "declined":
      return { ...refusal(texts.declined[state.reason]), action: texts.again };
    case "elsewhere":
      return { ...hitch(texts.elsewhere, "clock"), action: texts.takeBack };
    case "offline":
      return { ...hitch(texts.offline, "offline"), action: texts.retry };
    case "error": {
      const saying = texts.errors[state.code] ?? texts.error;
      return { ...(state.retryable ? hitch(saying, "clock") : refusal(saying)), action: texts.retry };
    }
  }
}

const goOn = { icon: "chat", mood: "good" } as const;

const say = ([headline, detail = ""]: Saying) => ({ headline, detail });

const hitch = (saying: Saying, icon: BadgeIcon): Face => ({
  ...say(saying),
  frame: "dimmed",
  badge: { icon, mood: "calm" },
});

const refusal = (saying: Saying): Face => ({ ...say(saying), frame: "dimmed", badge: { icon: "cross", mood: "bad" } });
