import type { Progress } from "../demo-texts.ts";
import { one } from "./dom-queries.ts";

/** What the phone says that it shows: the page in WeChat's browser, and what WeChat asks there. */
export interface PhoneScreen {
  readonly page?: string | undefined;
  readonly asks?: string | undefined;
}

export interface Inside {
  /** The number of finished steps of the sign-in on the phone: 0 while the shop is not open, all of them when signed in. */
  step(): number;
  progress(): Progress;
  /** Whether the shop is open on the phone. */
  isOpen(): boolean;
  /** Says on the panel how far it is. */
  draw(): void;
}

/** The shop inside WeChat. The browser there is another one: this page knows of it what the phone shows. */
export function setUpInside(screen: () => PhoneScreen): Inside {
  const text = one(".inside .text");
  const { textContent: invitation } = text;
  const done = one(".inside").dataset.done ?? "";
  const step = (): number => {
    const { page = "about:blank", asks } = screen();
    const { origin, pathname } = new URL(page);
    if (asks === "userinfo") return 2;
    if (origin !== location.origin || !pathname.startsWith("/inside")) return 0;
    return pathname === "/inside/member" ? 3 : 1;
  };
  return {
    step,
    progress: () => (step() === 3 ? "insideDone" : "waiting"),
    isOpen: () => step() > 0,
    draw() {
      const words = step() === 3 ? done : invitation;
      if (text.textContent !== words) text.textContent = words;
    },
  };
}
