import { camera } from "./camera.ts";
import { chatBar, talk, writer } from "./chat.ts";
import { h, region } from "./dom.ts";
import { listenForDrops } from "./drops.ts";
import { dock, list, listBar } from "./list.ts";
import { about } from "./people.ts";
import { createPhone } from "./phone.ts";
import { followSheet, overlaySheet } from "./sheet.ts";
import type { State } from "./state.ts";
import { words } from "./words.ts";

const [aside, bar, middle, foot, over] = ["aside", "div", "div", "div", "div"].map((tag) => h(tag)) as [
  HTMLElement,
  HTMLElement,
  HTMLElement,
  HTMLElement,
  HTMLElement,
];
aside.className = "about";
bar.className = "bar";
for (const plain of [middle, foot, over]) plain.className = "plain";
const screen = h("main", { class: "screen" }, bar, middle, foot, over);
document.body.replaceChildren(h("div", { class: "desk" }, aside, h("div", { class: "phone" }, screen)));
document.title = words.simulator;

const fill = { aside: region(aside), bar: region(bar), middle: region(middle), foot: region(foot), over: region(over) };
const phone = createPhone(draw);

/** Draws what has changed: each region is a function of a few facts, and its key is those facts. */
function draw(state: State): void {
  const { people, name, person, chat, messages, overlay, waiting, offline } = state;
  const accounts = person?.accounts.map(({ appid, follows, last }) => [appid, follows, last?.id]);
  const isChat = chat !== undefined;
  const facts = (...parts: unknown[]) => JSON.stringify([name, ...parts]);
  fill.aside(facts(people, accounts), () => about(phone, state));
  fill.bar(facts(chat, person?.displayName), () => (isChat ? chatBar(phone, state) : listBar(phone, state)));
  const isNew = fill.middle(facts(chat, isChat ? [messages, waiting > 0] : accounts), () =>
    isChat ? talk(phone, state) : list(phone, state),
  );
  const follows = person?.accounts.find(({ appid }) => appid === chat)?.follows;
  fill.foot(facts(chat, follows), () => (isChat ? writer(phone, state) : dock(phone)));
  const isOther = fill.over(facts(overlay, person?.sheet, offline), () => {
    if (overlay?.kind === "camera") return [camera(phone, overlay)];
    if (overlay !== undefined) return [overlaySheet(phone, state, overlay)];
    if (person?.sheet) return [followSheet(phone, state)];
    return offline ? [h("div", { class: "strip", role: "status" }, words.offline)] : [];
  });
  if (isOther) over.querySelector<HTMLElement>("[role=dialog]")?.focus();
  if (isNew && isChat) middle.querySelector(".talk")?.scrollTo({ top: 1e9 });
}

/** `#person=xiaoming&scan=<content>`: that phone, and what it scans, once. */
async function followHash(): Promise<void> {
  const asked = new URLSearchParams(location.hash.slice(1));
  const [name, content] = [asked.get("person") ?? undefined, asked.get("scan")];
  if (content !== null)
    history.replaceState(null, "", name === undefined ? "#" : `#person=${encodeURIComponent(name)}`);
  if (phone.state().people.length === 0) await phone.start(name);
  else if (
    phone.state().people.some((person) => person.name === name) &&
    name !== undefined &&
    name !== phone.state().name
  )
    await phone.hold(name);
  if (content !== null && content !== "") await phone.scan({ content });
}

async function watch(): Promise<void> {
  if (document.visibilityState === "visible") await phone.refresh();
  setTimeout(watch, phone.state().waiting > 0 ? 400 : 1200);
}

listenForDrops(phone);
addEventListener("hashchange", followHash);
addEventListener("visibilitychange", () => phone.refresh());
await followHash();
await watch();
