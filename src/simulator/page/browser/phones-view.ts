// Draws several phones side by side.
import { call, personPath, type WorldPerson } from "./api.ts";
import { h, region } from "./dom.ts";
import { tellHostPage } from "./host-page.ts";
import { askedLanguage } from "./language.ts";
import { about } from "./people.ts";
import { createPhone, type Phone, type PhonesView } from "./phone.ts";
import { createScreen } from "./screen.ts";
import { words } from "./words.ts";

interface ShownPhone {
  phone: Phone;
  element: HTMLElement;
}

export function createPhonesView(): PhonesView {
  const shown = new Map<string, ShownPhone>();
  let people: readonly WorldPerson[] = [];
  let activeName: string | undefined;
  let before: string | undefined;
  const aside = h("div", { class: "about" });
  const row = h("div", { class: "phones" });
  const fillAside = region(aside);
  document.body.replaceChildren(h("main", { class: "desk" }, aside, row));

  const drawAside = (): void => {
    const counts = [...shown.values()].map(({ phone }) => phone.state().person?.accounts.map(({ follows }) => follows));
    fillAside(JSON.stringify([people, [...shown.keys()], activeName, counts]), () => about(view));
    for (const [name, { element }] of shown) {
      element.classList.toggle("active", name === activeName);
      element.setAttribute("aria-label", words.you(people.find((each) => each.name === name)?.displayName ?? name));
    }
    row.classList.toggle("several", shown.size > 1);
  };

  const createShownPhone = (name: string): ShownPhone => {
    const screen = createScreen();
    const phone: Phone = createPhone(name, view, (state) => {
      screen.draw(phone, state);
      if (name === activeName) tellHostPage(state);
      drawAside();
    });
    const touch = (): void => {
      if (activeName === name) return;
      activeName = name;
      drawAside();
    };
    screen.element.addEventListener("pointerdown", touch, true);
    screen.element.addEventListener("focusin", touch);
    screen.element.setAttribute("role", "group");
    return { phone, element: screen.element };
  };

  /** Whoever's phone is laid on a page that has a language speaks that one. */
  const speak = async (name: string): Promise<void> => {
    const person = people.find((each) => each.name === name);
    if (!askedLanguage || !person || person.language === askedLanguage) return;
    await call("PATCH", personPath(name), { language: askedLanguage });
    person.language = askedLanguage;
  };

  const add = async (name: string, place?: Element): Promise<void> => {
    await speak(name);
    const one = createShownPhone(name);
    shown.set(name, one);
    activeName = name;
    if (place === undefined) row.append(one.element);
    else place.replaceWith(one.element);
    drawAside();
    // The screen is drawn once before the first response.
    one.phone.show(undefined);
    await one.phone.refresh();
  };

  const view: PhonesView = {
    people: () => people,
    names: () => [...shown.keys()],
    active: () => shown.get(activeName ?? "")?.phone,
    phoneAt: (target) =>
      [...shown.values()].find(({ element }) => target instanceof Node && element.contains(target))?.phone,
    async select(name) {
      const existing = shown.get(name);
      if (existing !== undefined) {
        activeName = name;
        existing.element.scrollIntoView({ block: "nearest", inline: "nearest" });
        return drawAside();
      }
      const before = shown.get(activeName ?? "");
      if (activeName !== undefined) shown.delete(activeName);
      await add(name, before?.element);
    },
    async toggle(name) {
      const existing = shown.get(name);
      if (existing === undefined) return add(name);
      if (shown.size === 1) return;
      existing.element.remove();
      shown.delete(name);
      if (activeName === name) activeName = [...shown.keys()].at(-1);
      drawAside();
    },
    async loadPeople() {
      ({ people } = await call<{ people: WorldPerson[] }>("GET", "/world"));
      drawAside();
    },
    async another() {
      before ??= activeName;
      const at = people.findIndex(({ name }) => name === activeName);
      const next = people[(at + 1) % people.length];
      return next === undefined || next.name === activeName ? view.welcome() : view.select(next.name);
    },
    async back() {
      if (before !== undefined) await view.select(before);
      before = undefined;
    },
    async welcome(phone) {
      const known = phone && people.find((person) => person.phone === phone);
      if (known) return view.select(known.name);
      const taken = new Set(people.flatMap(({ name, displayName }) => [name, displayName]));
      let n = 1;
      while (taken.has(`friend-${n}`) || taken.has(words.friend(n))) n++;
      // Openids are derived from the name, so a name with a number is new to every account.
      const name = phone ? `friend-${n}-${phone}` : `friend-${n}`;
      await call("POST", "/people", { name, displayName: words.friend(n), ...(phone ? { phone } : {}) });
      await view.loadPeople();
      await view.select(name);
    },
    async refresh() {
      await Promise.all([...shown.values()].map(({ phone }) => phone.refresh()));
    },
  };
  return view;
}
