import type { SaomaLogin } from "../../widget/element.ts";
import type { Way as Offered } from "../ways.ts";
import { one } from "./find.ts";

export type Way = Omit<Offered, "needs">;

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("a[data-way]")];
const wayOf = ({ dataset }: HTMLElement): Way => JSON.parse(dataset.way ?? "") as Way;

export interface Ways {
  /** The one that is chosen. */
  current(): Way;
}

/** The ways of signing in: a press on one changes the page in place, and `changed` is told. */
export function setUpWays(login: SaomaLogin, changed: () => void): Ways {
  const chosen = links().find((link) => link.ariaCurrent === "true") ?? links()[0];
  if (!chosen) throw new TypeError("the page offers no way of signing in");
  let current = wayOf(chosen);

  const take = (link: HTMLAnchorElement): void => {
    current = wayOf(link);
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
      showDoor();
    });
  }
  take(chosen);
  return { current: () => current };
}

/** From its top on: the middle of a card says nothing. */
function showDoor(): void {
  const door = one(".door");
  const { top } = door.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) door.scrollIntoView();
}

/** The element begins anew by itself where one of these changes. */
function aim(login: SaomaLogin, { id, channel, application, source, code }: Way): void {
  login.dataset.way = id;
  for (const [name, value] of Object.entries({ application, source, channel, code })) {
    if (value === undefined) login.removeAttribute(name);
    else login.setAttribute(name, value);
  }
}
