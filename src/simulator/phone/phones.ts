import type { BrowserView, Page } from "../people/browser-view.ts";
import type { Account } from "../world/accounts.ts";
import { type CookieJar, createCookieJar } from "./cookies.ts";

/** A question on the screen of a phone. A newer question replaces it, as if it had been refused. */
export interface Prompt {
  readonly kind: "login" | "userinfo" | "phone-number" | "privacy";
  readonly account: Account;
  answer(allow: boolean): ConsentResult | Promise<ConsentResult>;
  /** Called if the question is removed without an answer. */
  dropped?: () => void;
}

/** An SMS that came to the phone. */
export interface Sms {
  /** The sender. */
  from: string;
  /** The text. */
  text: string;
  /** When it came (RFC 3339, by the world's clock). */
  at: string;
}

/** The state of a phone besides its chats. */
export interface Phone {
  prompt: Prompt | undefined;
  readonly cookies: CookieJar;
  page: Page | undefined;
  /** The number of pages opened so far. */
  pages: number;
  miniProgram: MiniProgram | undefined;
  readonly sms: Sms[];
  /** The appids of mini-programs whose privacy contract the person has agreed to. */
  readonly privacyAgreed: Set<string>;
}

/** The phones of all people, each created at its first use. */
export interface Phones {
  of(person: string): Phone;
  remove(person: string): void;
}

export function createPhones(now: () => number): Phones {
  const phones = new Map<string, Phone>();
  return {
    of(person) {
      const phone = phones.get(person) ?? {
        prompt: undefined,
        cookies: createCookieJar(now),
        page: undefined,
        pages: 0,
        miniProgram: undefined,
        sms: [],
        privacyAgreed: new Set<string>(),
      };
      phones.set(person, phone);
      return phone;
    },
    remove: (person) => void phones.delete(person),
  };
}

/** Puts a question on the screen. */
export function ask(phone: Phone, prompt: Prompt): void {
  const before = phone.prompt;
  phone.prompt = prompt;
  before?.dropped?.();
}

/** The result of an answer on the phone. */
export interface ConsentResult {
  /** The kind of question that was answered. */
  kind: Prompt["kind"];
  /** The account that asked. */
  appid: string;
  /** Whether the person allowed it. */
  allowed: boolean;
  /** The page that opened, after a `userinfo` that was allowed. */
  page?: BrowserView;
}

/** A page of a mini-program that is open on a phone: its `onLoad` and launch options. */
export interface MiniProgram {
  /** The mini-program's appid. */
  readonly appid: string;
  /** The path of the page. */
  readonly path: string;
  /** The query of the page. */
  readonly query: Readonly<Record<string, string>>;
  /** WeChat's scene number (场景值). */
  readonly launchScene: number;
}
