// The texts are imported first because the bundle then compresses 75 bytes smaller.
import "./texts.ts";

import { SaomaLogin } from "./element.ts";

export type { SessionView, SignInState } from "../client/index.ts";
export type { SaomaLoginAttributes } from "./attributes.ts";
export { SaomaLogin, type SaomaLoginEvents } from "./element.ts";

declare global {
  interface HTMLElementTagNameMap {
    "saoma-login": SaomaLogin;
  }
}

/** Undefined without a DOM, as on a server: nothing is defined there. A second copy of the widget defines nothing either. */
const registry = globalThis.customElements as CustomElementRegistry | undefined;
if (registry && !registry.get("saoma-login")) registry.define("saoma-login", SaomaLogin);
