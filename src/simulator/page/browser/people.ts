import type { WorldPerson } from "./api.ts";
import { avatar } from "./avatar.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import type { PhonesView } from "./phone.ts";
import { words } from "./words.ts";

/** With this many people or more, the list has a search field. */
const many = 12;

/** The panel beside the phones on a wide screen. */
export function about(phones: PhonesView): HTMLElement[] {
  return [
    h("div", { class: "mark" }, icons.mark(), words.simulator),
    h("h2", {}, words.heading),
    h("p", {}, words.about),
    h("h3", {}, words.people),
    peopleList(phones),
    newcomer(() => phones.welcome()),
    h("p", { class: "links" }, h("a", { href: `/log${location.search}`, target: "_blank" }, words.log)),
  ];
}

/** The people of this world. A click selects a person's phone, the plus shows it beside the others. */
function peopleList(phones: PhonesView): HTMLElement {
  const list = h("ul", { class: "people" });
  const fill = (words: string): void => {
    const found = phones
      .people()
      .filter(({ name, displayName }) => `${name} ${displayName}`.toLowerCase().includes(words));
    const shown = [...found]
      .sort((a, b) => Number(isOnScreen(phones, b)) - Number(isOnScreen(phones, a)))
      .slice(0, many);
    list.replaceChildren(...(phones.people().length > many ? shown : found).map((person) => entry(phones, person)));
  };
  fill("");
  if (phones.people().length <= many) return list;
  const search = h("input", {
    type: "search",
    placeholder: words.search(phones.people().length),
    "aria-label": words.search(phones.people().length),
    oninput: () => fill((search as HTMLInputElement).value.trim().toLowerCase()),
  });
  return h("div", { class: "found" }, search, list);
}

const isOnScreen = (phones: PhonesView, { name }: WorldPerson): boolean => phones.names().includes(name);

function entry(phones: PhonesView, { name, displayName, follows }: WorldPerson): HTMLElement {
  const phone = phones.active();
  const person = phone?.state().name === name ? phone.state().person : undefined;
  const following = person ? person.accounts.filter((account) => account.follows).length : follows.length;
  const isShown = phones.names().includes(name);
  const isActive = phone?.state().name === name;
  const isOnly = isShown && phones.names().length === 1;
  const label = isShown ? words.putAway(displayName) : words.beside(displayName);
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "who", "aria-current": String(isActive), onclick: () => phones.select(name) },
      avatar(name, displayName, "round"),
      h("span", {}, h("b", {}, displayName), h("small", {}, words.following(following))),
    ),
    !isOnly &&
      h(
        "button",
        { type: "button", class: "beside", "aria-label": label, title: label, onclick: () => phones.toggle(name) },
        isShown ? icons.minus() : icons.plus(),
      ),
  );
}

/** The button that adds a person who is new to every account. */
const newcomer = (come: () => void): HTMLElement =>
  h("button", { type: "button", class: "newcomer", onclick: come }, icons.plus(), words.newcomer);

/** The list of people on a narrow screen, as a sheet, because only one phone is shown there. */
export function peopleChoice(
  people: readonly WorldPerson[],
  current: string,
  hold: (name: string) => void,
  come: () => void,
): HTMLElement {
  const entries = people.map(({ name, displayName }) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "who", "aria-current": String(name === current), onclick: () => hold(name) },
        avatar(name, displayName, "round"),
        h("span", {}, h("b", {}, displayName), h("small", {}, name)),
        icons.tick(),
      ),
    ),
  );
  return h("div", {}, h("ul", { class: "people" }, ...entries), newcomer(come));
}
