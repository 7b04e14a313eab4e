// The element `<saoma-login>`.
import { createSignInClient, sessionPath } from "../client/client.ts";
import { isFailure } from "../client/failure.ts";
import {
  type ClientOptions,
  createSignIn,
  RequestFailed,
  type SignIn,
  type SignInState,
  type TermsView,
} from "../client/index.ts";
import { present } from "../client/request.ts";
import { addressOf, copyText, savePicture } from "./actions.ts";
import { isWechat } from "./in-wechat.ts";
import { setText } from "./nodes.ts";
import { createTranslate, type Language, languageFor } from "./texts.ts";
import { createView, type View } from "./view.ts";
import { type Entry, failureLine, type Verb, viewModelOf } from "./view-model.ts";

/**
 * The events of the element: `state` for every change, and one named after each state. All but `error` bubble and
 * cross shadow boundaries: a bubbling `error` would look like an error of the page.
 */
export type SaomaLoginEvents = {
  /** Any change of state; `detail` is the new state. */
  readonly state: CustomEvent<SignInState>;
  /** The person signed out with the element's button. */
  readonly "signed-out": CustomEvent<null>;
} & {
  readonly [Kind in SignInState["kind"]]: CustomEvent<Extract<SignInState, { kind: Kind }>>;
};

/** Whether the service accepts `text` as `returnTo`. */
const isAddress = (text: string): boolean => /^https?:/.test(text) && text.length <= 2048;

/** The attributes that change the request, which restart the element, and those that only change the display. */
const requestAttributes = ["server", "application", "channel", "source", "claim"];
const displayAttributes = ["lang", "logo", "name", "code", "invitation"];

/** The typed listeners of the element. */
export interface SaomaLogin {
  /** Adds a listener; the element's own events are typed. */
  addEventListener<Name extends keyof SaomaLoginEvents>(
    type: Name,
    listener: (event: SaomaLoginEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(...listen: Parameters<EventTarget["addEventListener"]>): void;
}

/** Without a DOM, as on a server, the class can be imported but not constructed. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<saoma-login>`: shows a QR, and after the scan who is signed in. docs/widget.md lists its attributes, events,
 * parts and properties. It starts once it is visible, and stops when it is hidden or removed from the page.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface only types addEventListener
export class SaomaLogin extends Base {
  /** The attributes whose changes it follows. */
  static readonly observedAttributes = [...requestAttributes, ...displayAttributes];

  #view: View | undefined;
  #signIn: SignIn | undefined;
  /** The current state. */
  #state: SignInState = { kind: "loading" };
  #observer: IntersectionObserver | undefined;
  /** The running request for the current session, if any. */
  #sessionRequest: AbortController | undefined;
  /** The QR shown last. */
  #image: string | undefined;
  #byCode: boolean | undefined;
  /** The person has said that a number which another account has is theirs now. */
  #newOwner = false;
  #application: { readonly name: string; readonly logo?: string | undefined } = { name: "" };

  /** The current state. */
  get state(): SignInState {
    return this.#state;
  }

  /** Starts now, visible or not. Does nothing while a QR is shown. */
  start(): void {
    if (this.#signIn || !this.hasAttribute("session")) this.#begin();
    else if (!this.#sessionRequest) void this.#recognize();
  }

  #begin(): void {
    this.#signIn ??= createSignIn(this.#client(), (state) => this.#show(state));
    this.#signIn.start();
  }

  /** Shows the user who is signed in already. Fires only `state`: `signed-in` was fired when they signed in. */
  async #recognize(): Promise<void> {
    this.#sessionRequest = new AbortController();
    const { signal } = this.#sessionRequest;
    const found = await this.#client()
      .session(signal)
      .catch(() => undefined);
    if (signal.aborted) return;
    const wanted = this.getAttribute("application") ?? found?.session.application;
    if (found?.session.application !== wanted || !found) this.#begin();
    else if (found.terms)
      this.#show({ kind: "terms", ...found, terms: found.terms, expiresAt: found.session.expiresAt });
    else this.#show({ kind: "signed-in", ...found }, ["state"]);
  }

  /** Ends this browser's session, and starts again. */
  async signOut(): Promise<void> {
    await this.#client()
      .requests.call("DELETE", sessionPath(this.#options()))
      .catch((error) => {
        if (!isFailure(error, "not_signed_in")) throw error;
      });
    this.dispatchEvent(new CustomEvent("signed-out", { bubbles: true, composed: true }));
    this.reset();
  }

  /** Replaces the QR by a new one. In the state `terms` of a session, which is a no, the session is ended. */
  refresh(): void {
    if (!this.#signIn && this.#state.kind === "terms") void this.signOut();
    else if (this.#signIn) this.#signIn.refresh();
    else this.start();
  }

  /** Signs in as the person of the state `continue`, or agrees in the state `terms`. */
  proceed(): void {
    if (this.#signIn || this.#state.kind !== "terms") this.#signIn?.proceed();
    else void this.#agree(this.#state.terms);
  }

  /** The user, who is signed in already, agrees to terms that are newer than their session. */
  async #agree(shown: TermsView): Promise<void> {
    const terms = shown.map(({ title, version }) => ({ title, version }));
    await this.#client()
      .requests.call("POST", sessionPath(this.#options()).replace("session", "session/terms"), { body: { terms } })
      // If this failed, the terms are still open, and `#recognize` shows them again.
      .catch(() => undefined);
    await this.#recognize();
  }

  /** Resumes in this tab, in the state `elsewhere`. */
  takeBack(): void {
    this.#signIn?.takeBack();
  }

  /** Discards the state, and starts again. The session stays as it is. */
  reset(): void {
    this.#stop();
    this.#signIn = undefined;
    this.#show({ kind: "loading" });
    if (this.isConnected) this.#startWhenSeen();
  }

  /** Called by the browser when the element is added to a page. */
  connectedCallback(): void {
    this.#view ??= createView(this.attachShadow({ mode: "open" }), {
      press: (verb, pressed) => this.#press(verb, pressed),
      enter: (entry, text) => this.#enter(entry, text),
    });
    this.#render();
    if (this.#state.kind !== "signed-in") this.#startWhenSeen();
  }

  /** Called by the browser when the element is removed. */
  disconnectedCallback(): void {
    this.#stop();
  }

  /** Called by the browser when an attribute changes. */
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return;
    if (displayAttributes.includes(name)) this.#render();
    else this.reset();
  }

  async #press(verb: Verb, button: HTMLElement): Promise<void> {
    if (verb === "open") location.assign(addressOf(this.#state));
    else if (verb === "save") await savePicture(this.#image ?? "", "wechat-login.png");
    else if (verb === "resend") this.#render(true);
    else if (verb === "signOut")
      await this.signOut().catch(() => setText(button, this.#translate()("not_signed_out")[0]));
    else if (verb === "agree") await this.#signIn?.pair();
    else if (verb === "newOwner") {
      // Starts again; `newOwner` is then sent with the code of the SMS.
      this.#newOwner = true;
      this.refresh();
    } else if (verb === "disown") await this.#signIn?.disown();
    else if (verb !== "copy") this[verb]();
    else if (await copyText(this.shadowRoot?.querySelector("output"))) setText(button, this.#translate()("copied")[0]);
  }

  async #enter(entry: Entry, text: string): Promise<string> {
    try {
      if (entry === "enterOtp") await this.#signIn?.enterOtp(text, { newOwner: this.#newOwner });
      else await this.#signIn?.[entry](text);
      return "";
    } catch (error) {
      const { code, retryAfter = 0 } = error instanceof RequestFailed ? error : { code: "" };
      return failureLine(this.#translate(), code, new Date(Date.now() + retryAfter).toLocaleString(this.#language()));
    }
  }

  /**
   * Inside WeChat, with `auto`: goes to WeChat's page without a tap. It replaces this page in the history; otherwise "back"
   * would lead here and at once away again.
   */
  #goOn(): void {
    if (this.#state.kind !== "pending" || this.#state.channel !== "in-wechat" || !this.#state.link) return;
    if (this.hasAttribute("auto") && isWechat(navigator.userAgent)) location.replace(this.#state.link);
  }

  #stop(): void {
    this.#sessionRequest?.abort();
    this.#sessionRequest = undefined;
    this.#observer?.disconnect();
    this.#signIn?.stop();
  }

  /** Starts or resumes when the element becomes visible, and stops a pending attempt while it is hidden. */
  #startWhenSeen(): void {
    this.#observer?.disconnect();
    this.#observer = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) this.#resume();
      else if (this.#state.kind === "pending" && !this.checkVisibility?.()) this.#signIn?.stop();
    });
    this.#observer.observe(this);
  }

  #resume(): void {
    if (["loading", "pending"].includes(this.#state.kind)) this.start();
  }

  #options(): ClientOptions {
    const returnTo = this.getAttribute("return-to") ?? location.href;
    const values = requestAttributes.map((name) => [name, this.getAttribute(name)]);
    return present({ ...Object.fromEntries(values), returnTo: isAddress(returnTo) && returnTo });
  }

  #client = () => createSignInClient(this.#options());

  #show(state: SignInState, eventNames: readonly string[] = ["state", state.kind]): void {
    this.#state = state;
    if (state.kind === "pending") {
      this.#image = state.qr?.image;
      this.#byCode = !!state.code;
      this.#application = state.application ?? this.#application;
    }
    this.#render();
    for (const name of eventNames) {
      this.dispatchEvent(new CustomEvent(name, { detail: state, bubbles: name !== "error", composed: true }));
    }
    this.#goOn();
  }

  #translate = () => createTranslate(this.#language());

  #render(again = false): void {
    const translate = this.#translate();
    const language = this.#language();
    const onPhone = matchMedia("(pointer:coarse) and (max-width:600px)").matches;
    const codeFromChat = this.getAttribute("code") === "from-chat";
    const byInvitation = this.hasAttribute("invitation");
    const computed = viewModelOf(this.#state, {
      translate,
      language,
      onPhone,
      again,
      codeFromChat,
      byInvitation,
      byCode: this.#byCode,
    });
    // If no QR was shown before, there is nothing to dim: the frame without an image is used.
    const model = computed.frame === "dim" && !this.#image ? ({ ...computed, frame: "link" } as const) : computed;
    const { name, logo } = this.#application;
    const mark = { name: this.getAttribute("name") ?? name, logo: this.getAttribute("logo") ?? logo };
    const image = model.frame === "dim" ? this.#image : model.image;
    this.#view?.render({ ...model, image }, { translate, lang: language, mark });
  }

  #language(): Language {
    const lang = this.closest("[lang]")?.getAttribute("lang");
    return languageFor(lang ? [lang] : navigator.languages);
  }
}
