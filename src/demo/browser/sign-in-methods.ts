// The list of sign-in methods on the demo page.
import type { SaomaLogin } from "../../widget/element.ts";
import type { SignInMethod as Offered } from "../sign-in-methods.ts";
import { one } from "./dom-queries.ts";

export type SignInMethod = Omit<Offered, "needs">;

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("a[data-method]")];
const methodOf = ({ dataset }: HTMLElement): SignInMethod => JSON.parse(dataset.method ?? "") as SignInMethod;

export interface SignInMethods {
  /** The one that is chosen. */
  current(): SignInMethod;
}

/** The methods of signing in: a press on one changes the page in place, and `changed` is told. */
export function setUpMethods(login: SaomaLogin, changed: () => void): SignInMethods {
  const chosen = links().find((link) => link.ariaCurrent === "true") ?? links()[0];
  if (!chosen) throw new TypeError("the page offers no method of signing in");
  let current = methodOf(chosen);

  const take = (link: HTMLAnchorElement): void => {
    current = methodOf(link);
    for (const each of links()) each.ariaCurrent = each === link ? "true" : null;
    aim(login, current);
  };
  for (const link of links()) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.replaceState(null, "", link.href);
      take(link);
      changed();
      scrollToLogin();
    });
  }
  take(chosen);
  return { current: () => current };
}

/** From its top on: the middle of a card says nothing. */
function scrollToLogin(): void {
  const door = one(".door");
  const { top } = door.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) door.scrollIntoView();
}

/** The element begins anew by itself where one of these changes. */
function aim(login: SaomaLogin, { id, channel, application, source, code }: SignInMethod): void {
  login.dataset.method = id;
  for (const [name, value] of Object.entries({ application, source, channel, code })) {
    if (value === undefined) login.removeAttribute(name);
    else login.setAttribute(name, value);
  }
}
