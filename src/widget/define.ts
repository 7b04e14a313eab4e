// First of all: compression, which looks back, does 75 bytes better where the texts come before the code.
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

/** Where there is no DOM, as on a server that renders pages, this does nothing. A second copy does nothing either. */
const registry = globalThis.customElements as CustomElementRegistry | undefined;
if (registry && !registry.get("saoma-login")) registry.define("saoma-login", SaomaLogin);
