import {
  type ClientOptions,
  createClient,
  createSignIn,
  RequestFailed,
  type SessionView,
  type SignIn,
  type SignInState,
} from "../client/index.ts";
import { copyText } from "./code-parts.ts";
import { faceOf } from "./face.ts";
import { paint, setText } from "./paint.ts";
import { buildParts, type Parts } from "./parts.ts";
import { type Language, languageFor, type Texts, textsIn } from "./texts.ts";

/** The element's own events, by name. All but `error` bubble, and leave shadow trees. */
export interface SaomaLoginEvents {
  /** Whatever is shown has changed. */
  state: CustomEvent<SignInState>;
  scanned: CustomEvent<SignInState>;
  granted: CustomEvent<SignInState>;
  "signed-in": CustomEvent<SessionView>;
  expired: CustomEvent<SignInState>;
  declined: CustomEvent<SignInState>;
  /** Does not bubble, like all of this name: it would pass for an error of the page. */
  error: CustomEvent<SignInState>;
}

const told: ReadonlySet<string> = new Set(["scanned", "granted", "signed-in", "expired", "declined", "error"]);

const isInWechat = (): boolean => /\bMicroMessenger\//i.test(navigator.userAgent);

/** What the service takes as `returnTo`. */
const isAddress = (text: string): boolean => /^https?:/.test(text) && text.length <= 2048;

/** Where there is no DOM the class can be named, though not made. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<saoma-login>`: shows a QR, and after the scan who is signed in.
 *
 * Attributes, all optional: `server` (default: this origin), `application`, `channel`, `source`, `claim`
 * (`header` on another registrable domain than the service's), `lang` (`zh-CN` or `en`; default: the page's),
 * `return-to` (where to come back to after a page of WeChat's; default: this page), `auto` (inside WeChat, goes to
 * that page by itself, without a press).
 * It asks for a QR once it can be seen, and stops when it is taken out of the page.
 *
 * Parts: `card`, `title`, `frame`, `skeleton`, `qr`, `avatar`, `badge`, `action`, `action-label`, `status`, `headline`,
 * `detail`; of a code `code`, `digits`, `copy`, `account`, `account-qr`, `entry`, `entry-label`, `entry-input`, `enter`,
 * `entry-note`; `number`. Properties: `--saoma-accent`, `-text`, `-muted`, `-background`, `-border`, `-radius`, `-font`, and
 * `--saoma-qr-size` (default 232px, at least 200px).
 */
export class SaomaLogin extends Base {
  static readonly observedAttributes = ["server", "application", "channel", "source", "claim", "lang"];

  #parts: Parts | undefined;
  #signIn: SignIn | undefined;
  #state: SignInState = { kind: "loading" };
  #observer: IntersectionObserver | undefined;
  /** Whether what was shown last was a link, and no QR. */
  #hadLink = false;
  #hadCode = false;

  /** What is shown. */
  get state(): SignInState {
    return this.#state;
  }

  /** Asks for a QR now, seen or not. Does nothing while one is shown. */
  start(): void {
    this.#observer?.disconnect();
    this.#signIn ??= createSignIn(createClient(this.#options()), (state) => this.#show(state));
    this.#signIn.start();
  }

  /** Forgets what was, who signed in included, and begins anew. The session is not touched. */
  reset(): void {
    this.#stop();
    this.#show({ kind: "loading" });
    if (this.isConnected) this.#startWhenSeen();
  }

  connectedCallback(): void {
    this.#parts ??= this.#build();
    this.#paint();
    if (this.#state.kind !== "signed-in") this.#startWhenSeen();
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return;
    if (name === "lang") this.#paint();
    else this.reset();
  }

  #build(): Parts {
    const parts = buildParts(this.attachShadow({ mode: "open" }));
    parts.action.addEventListener("click", () => this.#act());
    parts.copy.addEventListener("click", () => void this.#copy(parts));
    parts.entry.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#enter(parts);
    });
    return parts;
  }

  async #copy({ copy, digits }: Parts): Promise<void> {
    if (this.#state.kind !== "pending" || !this.#state.code) return;
    if (await copyText(this.#state.code.text, digits)) setText(copy, this.#texts().copied);
  }

  async #enter({ entryInput, entryNote, enter }: Parts): Promise<void> {
    if (entryInput.value.trim() === "" || !this.#signIn) return;
    enter.disabled = true;
    setText(entryNote, "");
    try {
      await this.#signIn.enterCode(entryInput.value);
      entryInput.value = "";
    } catch (error) {
      const { entryErrors } = this.#texts();
      setText(entryNote, entryErrors[error instanceof RequestFailed ? error.code : ""] ?? entryErrors.other);
      entryInput.focus();
    } finally {
      enter.disabled = false;
    }
  }

  #act(): void {
    if (this.#state.kind === "pending" && this.#state.link) location.assign(this.#state.link);
    else if (this.#state.kind === "elsewhere") this.#signIn?.takeBack();
    else this.#again();
  }

  /** Out of the history, so that the way back does not lead here and at once away again. */
  #goOn(): void {
    if (this.#state.kind !== "pending" || this.#state.channel !== "in-wechat" || !this.#state.link) return;
    if (this.hasAttribute("auto") && isInWechat()) location.replace(this.#state.link);
  }

  #again(): void {
    if (this.#signIn) this.#signIn.refresh();
    else this.start();
  }

  #stop(): void {
    this.#observer?.disconnect();
    this.#signIn?.stop();
    this.#signIn = undefined;
  }

  #startWhenSeen(): void {
    this.#observer?.disconnect();
    this.#observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.start();
    });
    this.#observer.observe(this);
  }

  #options(): ClientOptions {
    const names = ["server", "application", "channel", "source", "claim"] as const;
    const given = names.map((name) => [name, this.getAttribute(name)]).filter(([, value]) => value);
    const returnTo = this.getAttribute("return-to") ?? location.href;
    return { ...Object.fromEntries(given), ...(isAddress(returnTo) && { returnTo }) };
  }

  #show(state: SignInState): void {
    this.#state = state;
    if (state.kind === "pending") this.#hadCode = state.code !== undefined;
    if (state.kind === "pending") this.#hadLink = state.link !== undefined;
    this.#paint();
    this.#tell("state", state);
    this.#goOn();
    if (state.kind === "signed-in") {
      const { kind: _, ...session } = state;
      this.#tell("signed-in", session);
    } else if (told.has(state.kind)) this.#tell(state.kind, state);
  }

  #paint(): void {
    if (!this.#parts) return;
    const texts = this.#texts();
    this.#parts.card.lang = this.#language();
    paint(this.#parts, faceOf(this.#state, texts), texts);
  }

  #language(): Language {
    const lang = this.closest("[lang]")?.getAttribute("lang");
    return languageFor(lang ? [lang] : navigator.languages);
  }

  /** What to say, in the words for what was shown last. */
  #texts(): Texts {
    const texts = textsIn(this.#language());
    if (this.#hadLink) return { ...texts, expired: texts.linkExpired };
    const { codeTitle: title, codeExpired: expired, codeAgain: again } = texts;
    return this.#hadCode ? { ...texts, title, expired, again } : texts;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== "error", composed: true }));
  }
}
