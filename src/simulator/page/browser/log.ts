// The log page: every call and push, newest first.
import { call } from "./api.ts";
import { h } from "./dom.ts";
import { type Entry, entryView, isBad } from "./log-entry.ts";
import { logWords } from "./log-words.ts";

type Kind = "all" | "calls" | "pushes" | "bad";

interface View {
  entries: Entry[];
  unknownCalls: string[];
}

const kinds: readonly Kind[] = ["all", "calls", "pushes", "bad"];
let kind: Kind = "all";
let shown = "";
let view: View = { entries: [], unknownCalls: [] };

const list = h("main", { "aria-live": "off" });
const chips = h("div", { class: "kinds", role: "group" });
const clear = h(
  "button",
  { type: "button", class: "quiet", onclick: () => call("DELETE", "/log").then(refresh) },
  logWords.clear,
);
const phones = h("a", { class: "quiet", href: "/" }, logWords.phones);
document.title = logWords.title;
document.body.replaceChildren(
  h("header", {}, h("h1", {}, logWords.title, h("small", {}, logWords.about)), chips, clear, phones),
  list,
);
drawChips();

function drawChips(): void {
  chips.replaceChildren(
    ...kinds.map((each) => {
      const choose = () => {
        kind = each;
        drawChips();
        draw();
      };
      return h("button", { type: "button", "aria-pressed": String(each === kind), onclick: choose }, logWords[each]);
    }),
  );
}

const isShown = (entry: Entry): boolean =>
  kind === "all" ||
  (kind === "bad" && isBad(entry)) ||
  (kind === "calls" && entry.kind === "call") ||
  (kind === "pushes" && (entry.kind === "push" || entry.kind === "verify"));

/** Draws the log, newest first. Existing entries stay as they are, opened or not; new ones are inserted above them. */
function draw(): void {
  const entries = view.entries.filter(isShown);
  const keys = entries.map((entry, index) => keyOf(entry, index));
  const key = JSON.stringify([kind, keys[0], keys.length, view.unknownCalls]);
  if (key === shown) return;
  shown = key;
  const standing = new Map([...list.querySelectorAll("details")].map((each) => [each.dataset.key ?? "", each]));
  const views = entries.map((entry, index) => {
    const name = keys[index] ?? "";
    const element = standing.get(name) ?? entryView(entry);
    element.dataset.key = name;
    return element;
  });
  list.replaceChildren(...warning(), ...views.reverse());
  if (views.length === 0) list.append(h("p", { class: "none" }, logWords.none));
}

/**
 * The key of an entry: its content and the number of equal entries before it. An index would not work, because the log
 * drops its oldest entries.
 */
function keyOf(entry: Entry, index: number): string {
  const what = entry.kind === "call" ? `${entry.path} ${entry.query ?? ""}` : entry.kind === "push" ? entry.what : "";
  const before = view.entries.slice(Math.max(0, index - 50), index).filter(({ at }) => at === entry.at).length;
  return `${entry.at} ${entry.kind} ${what} ${before}`;
}

function warning(): HTMLElement[] {
  if (view.unknownCalls.length === 0) return [];
  const calls = [...new Set(view.unknownCalls)].slice(-5).map((each) => h("code", {}, each));
  return [h("div", { class: "warn" }, h("b", {}, logWords.unknown), ...calls)];
}

async function refresh(): Promise<void> {
  try {
    view = await call<View>("GET", "/log");
    draw();
  } catch {
    list.replaceChildren(h("p", { class: "none" }, logWords.offline));
    shown = "";
  }
}

async function watch(): Promise<void> {
  if (document.visibilityState === "visible") await refresh();
  setTimeout(watch, 1500);
}

void watch();
