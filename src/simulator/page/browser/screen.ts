// Draws the screen of one phone.
import type { Sms } from "./api.ts";
import { camera } from "./camera.ts";
import { chatBar, talk, writer } from "./chat.ts";
import { consentSheet } from "./consent-sheet.ts";
import { h, region } from "./dom.ts";
import { icons } from "./icons.ts";
import { dock, list, listBar } from "./list.ts";
import { miniProgram, miniProgramBar } from "./mini-program.ts";
import { page, pageBar } from "./page.ts";
import type { Phone } from "./phone.ts";
import { followSheet, overlaySheet } from "./sheet.ts";
import type { State } from "./state.ts";
import { timeOf } from "./time.ts";
import { words } from "./words.ts";

type Part = Node | string | false;

/** The screen of one phone: its element, and a function that draws a state. */
export interface Screen {
  element: HTMLElement;
  draw(phone: Phone, state: State): void;
}

export function createScreen(): Screen {
  const bar = h("div", { class: "bar" });
  const [middle, foot, over] = [0, 1, 2].map(() => h("div", { class: "plain" })) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  const clock = h("span");
  const news = h("div", { role: "status", class: "news" });
  const screen = h("div", { class: "screen" }, statusLine(clock), bar, middle, foot, over, news);
  const fill = { bar: region(bar), middle: region(middle), foot: region(foot), over: region(over), news: region(news) };
  return {
    element: h("div", { class: "phone" }, screen),
    /** Each region depends on a few facts, which are its key. */
    draw(phone, state) {
      const view = viewOf(phone, state);
      clock.textContent = timeOf(new Date().toISOString());
      fill.bar(JSON.stringify(["bar", ...view.key, state.person?.displayName]), view.bar);
      const isNew = fill.middle(JSON.stringify([...view.key, ...view.facts]), view.middle);
      fill.foot(JSON.stringify(["foot", ...view.key, ...view.footFacts]), view.foot);
      if (isNew) middle.querySelector(".talk")?.scrollTo({ top: 1e9 });
      fill.news(JSON.stringify(state.news ?? null), () => [state.news !== undefined && banner(phone, state.news)]);
      const { overlay, person, offline } = state;
      const facts = JSON.stringify([overlay, person?.sheet, person?.consent, offline]);
      const isOther = fill.over(facts, () => overlays(phone, state));
      if (isOther) over.querySelector<HTMLElement>("[role=dialog]")?.focus({ preventScroll: true });
    },
  };
}

const banner = (phone: Phone, { from, text }: Sms): HTMLElement =>
  h(
    "button",
    { type: "button", class: "fade", onclick: () => phone.showSms() },
    h("span", { class: "face sms", "aria-hidden": "true" }, icons.message()),
    h("span", {}, h("b", {}, from), h("span", {}, text)),
  );

/** The status bar; screen readers skip it. */
const statusLine = (clock: HTMLElement): HTMLElement =>
  h("div", { class: "top", "aria-hidden": "true" }, clock, icons.reception());

interface View {
  key: unknown[];
  facts: unknown[];
  footFacts: unknown[];
  bar: () => Part[];
  middle: () => Part[];
  foot: () => Part[];
}

/** The view in front: a mini-program, a page, a chat, or the list. */
function viewOf(phone: Phone, state: State): View {
  const { person, chat, messages, waiting, results, menu, draft } = state;
  const none = (): Part[] => [];
  if (person?.miniProgram)
    return {
      key: ["mini-program", person.miniProgram],
      // A frame is not redrawn, because that would reload its page.
      facts: person.miniProgram.preview ? [] : [results, waiting > 0],
      footFacts: [],
      bar: () => miniProgramBar(phone, state),
      middle: () => miniProgram(phone, state),
      foot: none,
    };
  if (person?.page)
    return {
      key: ["page", person.page],
      facts: [],
      footFacts: [],
      bar: () => pageBar(phone, state),
      middle: () => page(phone, state),
      foot: none,
    };
  const accounts = person?.accounts.map(({ appid, follows, last }) => [appid, follows, last?.id]);
  if (chat === undefined)
    return {
      key: ["list"],
      facts: [accounts, person?.sms, person?.miniPrograms],
      footFacts: [],
      bar: () => listBar(phone, state),
      middle: () => list(phone, state),
      foot: () => dock(phone),
    };
  const account = person?.accounts.find(({ appid }) => appid === chat);
  return {
    key: ["chat", chat],
    facts: [messages, waiting > 0, account?.isTyping],
    footFacts: [account?.follows, account?.menu, menu, draft],
    bar: () => chatBar(phone, state),
    middle: () => talk(phone, state),
    foot: () => writer(phone, state),
  };
}

function overlays(phone: Phone, state: State): Part[] {
  const { overlay, person, offline } = state;
  if (person?.consent) return [consentSheet(phone, person)];
  if (overlay?.kind === "camera") return [camera(phone, overlay)];
  if (overlay !== undefined) return [overlaySheet(phone, state, overlay)];
  if (person?.sheet) return [followSheet(phone, state)];
  return offline ? [h("div", { class: "strip", role: "status" }, words.offline)] : [];
}
