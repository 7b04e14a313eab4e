import { h } from "./dom.ts";
import { face } from "./face.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import type { State } from "./state.ts";
import { words } from "./words.ts";

/** The people of this world, the one whose phone is held marked. */
export function peopleList(phone: Phone, { people, name, person }: State): HTMLElement {
  const following = (each: { name: string; follows: string[] }): number =>
    each.name === name && person ? person.accounts.filter(({ follows }) => follows).length : each.follows.length;
  const entries = people.map((each) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", "aria-current": String(each.name === name), onclick: () => phone.hold(each.name) },
        face(each.name, each.displayName, "round"),
        h("span", {}, h("b", {}, each.displayName), h("small", {}, words.following(following(each)))),
        icons.tick(),
      ),
    ),
  );
  return h("ul", { class: "people" }, ...entries);
}

/** What stands beside the phone on a wide screen. */
export function about(phone: Phone, state: State): HTMLElement[] {
  return [
    h("div", { class: "mark" }, icons.mark(), words.simulator),
    h("h2", {}, words.heading),
    h("p", {}, words.about),
    h("h3", {}, words.people),
    peopleList(phone, state),
  ];
}
