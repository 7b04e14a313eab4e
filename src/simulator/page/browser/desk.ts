import { call, type WorldPerson } from "./api.ts";
import { h, region } from "./dom.ts";
import { about } from "./people.ts";
import { createPhone, type Phone } from "./phone.ts";
import { createScreen } from "./screen.ts";
import { words } from "./words.ts";

interface Held {
  phone: Phone;
  element: HTMLElement;
}

/** The phones on the desk, side by side where there is room, and the people they belong to. */
export interface Desk {
  people(): readonly WorldPerson[];
  /** Names of the people whose phones lie here, from the left. */
  names(): readonly string[];
  /** The phone that was touched last: what is dropped or pasted elsewhere is for it. */
  active(): Phone | undefined;
  phoneAt(target: EventTarget | null): Phone | undefined;
  /** Takes this person's phone in the hand, in the place of the active one unless it lies here already. */
  hold(name: string): Promise<void>;
  /** Lays this person's phone beside the others, or puts it away. */
  toggle(name: string): Promise<void>;
  loadPeople(): Promise<void>;
  /** Takes the phone of whoever comes after the active one's person; somebody new where there is nobody else. */
  another(): Promise<void>;
  /** Takes the phone again that was in the hand before `another`; without one, the active one stays. */
  back(): Promise<void>;
  /** Somebody new comes into this world, and their phone into the hand: the one of this number, once it is there. */
  welcome(phone?: string): Promise<void>;
  refresh(): Promise<void>;
}

export function createDesk(): Desk {
  const held = new Map<string, Held>();
  let people: readonly WorldPerson[] = [];
  let activeName: string | undefined;
  let before: string | undefined;
  const aside = h("div", { class: "about" });
  const row = h("div", { class: "phones" });
  const fillAside = region(aside);
  document.body.replaceChildren(h("main", { class: "desk" }, aside, row));

  const drawAside = (): void => {
    const counts = [...held.values()].map(({ phone }) => phone.state().person?.accounts.map(({ follows }) => follows));
    fillAside(JSON.stringify([people, [...held.keys()], activeName, counts]), () => about(desk));
    for (const [name, { element }] of held) {
      element.classList.toggle("active", name === activeName);
      element.setAttribute("aria-label", words.you(people.find((each) => each.name === name)?.displayName ?? name));
    }
    row.classList.toggle("several", held.size > 1);
  };

  const make = (name: string): Held => {
    const screen = createScreen();
    const phone: Phone = createPhone(name, desk, (state) => {
      screen.draw(phone, state);
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

  const lay = async (name: string, place?: Element): Promise<void> => {
    const one = make(name);
    held.set(name, one);
    activeName = name;
    if (place === undefined) row.append(one.element);
    else place.replaceWith(one.element);
    drawAside();
    // Something stands on the screen before the first answer comes.
    one.phone.show(undefined);
    await one.phone.refresh();
  };

  const desk: Desk = {
    people: () => people,
    names: () => [...held.keys()],
    active: () => held.get(activeName ?? "")?.phone,
    phoneAt: (target) =>
      [...held.values()].find(({ element }) => target instanceof Node && element.contains(target))?.phone,
    async hold(name) {
      const there = held.get(name);
      if (there !== undefined) {
        activeName = name;
        there.element.scrollIntoView({ block: "nearest", inline: "nearest" });
        return drawAside();
      }
      const before = held.get(activeName ?? "");
      if (activeName !== undefined) held.delete(activeName);
      await lay(name, before?.element);
    },
    async toggle(name) {
      const there = held.get(name);
      if (there === undefined) return lay(name);
      if (held.size === 1) return;
      there.element.remove();
      held.delete(name);
      if (activeName === name) activeName = [...held.keys()].at(-1);
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
      return next === undefined || next.name === activeName ? desk.welcome() : desk.hold(next.name);
    },
    async back() {
      if (before !== undefined) await desk.hold(before);
      before = undefined;
    },
    async welcome(phone) {
      const known = phone && people.find((person) => person.phone === phone);
      if (known) return desk.hold(known.name);
      const taken = new Set(people.flatMap(({ name, displayName }) => [name, displayName]));
      let n = 1;
      while (taken.has(`friend-${n}`) || taken.has(words.friend(n))) n++;
      // Who they are to the accounts follows from the name: with a number of their own nobody was met before.
      const name = phone ? `friend-${n}-${phone}` : `friend-${n}`;
      await call("POST", "/people", { name, displayName: words.friend(n), ...(phone ? { phone } : {}) });
      await desk.loadPeople();
      await desk.hold(name);
    },
    async refresh() {
      await Promise.all([...held.values()].map(({ phone }) => phone.refresh()));
    },
  };
  return desk;
}
