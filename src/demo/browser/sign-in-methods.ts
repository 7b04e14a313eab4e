// The list of sign-in methods on the demo page.
import type { SaomaLogin } from "../../widget/element.ts";
import type { SignInMethod as Offered } from "../sign-in-methods.ts";
import { one } from "./dom-queries.ts";

export type SignInMethod = Omit<Offered, "needs">;

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("a[data-method]")];
const methodOf = ({ dataset }: HTMLElement): SignInMethod => JSON.parse(dataset.method ?? "") as SignInMethod;

export interface SignInMethods {
  /** The chosen method. */
  current(): SignInMethod;
}

/** Sets up the list of sign-in methods. A click on one changes the page in place and calls `changed`. */
export function setUpMethods(login: SaomaLogin, changed: () => void): SignInMethods {
  const chosen = links().find((link) => link.ariaCurrent === "true") ?? links()[0];
  if (!chosen) throw new TypeError("the page has no sign-in methods");
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

/** Scrolls to the top of the login card. */
function scrollToLogin(): void {
  const door = one(".door");
  const { top } = door.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) door.scrollIntoView();
}

/** Sets the attributes of the element, which starts a new attempt by itself if one of them changes. */
function aim(login: SaomaLogin, { id, channel, application, source, code }: SignInMethod): void {
  login.dataset.method = id;
  for (const [name, value] of Object.entries({ application, source, channel, code })) {
    if (value === undefined) login.removeAttribute(name);
    else login.setAttribute(name, value);
  }
}
