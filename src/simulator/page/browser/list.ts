import type { AccountRow } from "./api.ts";
import { avatar } from "./avatar.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import type { State } from "./state.ts";
import { timeOf } from "./time.ts";
import { words } from "./words.ts";

/** The bar above the list: the phone's person, and a button to choose another one. */
export function listBar(phone: Phone, { person }: State): HTMLElement[] {
  const name = person?.displayName ?? "";
  const others = h(
    "button",
    { type: "button", class: "icon", "aria-label": words.people, onclick: () => phone.show({ kind: "people" }) },
    avatar(person?.name ?? "", name, "small round"),
  );
  return [others, h("h1", {}, words.title, h("small", {}, words.you(name))), h("span")];
}

/** The chats with accounts that the person follows, then the accounts that they can follow. */
export function list(phone: Phone, { person }: State): HTMLElement[] {
  const accounts = person?.accounts ?? [];
  const chats = accounts.filter(({ follows, last }) => follows || last !== null).sort(byLatest);
  const others = accounts.filter(({ follows, last }) => !follows && last === null);
  const { sms = 0, miniPrograms = [] } = person ?? {};
  return [
    h(
      "div",
      { class: "rows" },
      sms > 0 && smsRow(phone, sms),
      chats.length === 0 && empty(),
      ...chats.map((account) => chatRow(phone, account)),
      others.length > 0 && h("h2", {}, words.toFollow),
      ...others.map((account) => followRow(phone, account)),
      miniPrograms.length > 0 && h("h2", {}, words.miniPrograms),
      ...miniPrograms.map((each) => miniProgramRow(phone, each)),
    ),
  ];
}

export function dock(phone: Phone): HTMLElement[] {
  const open = () => phone.show({ kind: "camera", note: "hint" });
  return [
    h(
      "div",
      { class: "dock" },
      h("button", { type: "button", class: "main", onclick: open }, icons.scan(), words.scan),
    ),
  ];
}

const byLatest = (a: AccountRow, b: AccountRow): number => Number(b.last?.id ?? 0) - Number(a.last?.id ?? 0);

const empty = (): HTMLElement =>
  h("div", { class: "empty" }, icons.empty() as unknown as Node, h("b", {}, words.emptyTitle), words.empty);

function chatRow(phone: Phone, { appid, name, last }: AccountRow): HTMLElement {
  return h(
    "button",
    { type: "button", class: "row", onclick: () => phone.openChat(appid) },
    avatar(appid, name),
    h(
      "span",
      { class: "text" },
      h(
        "span",
        { class: "what" },
        h("b", {}, name),
        h("small", {}, last?.text.replaceAll("\n", " ") || words.noMessages),
      ),
      last !== null && h("time", {}, timeOf(last.at)),
    ),
  );
}

function followRow(phone: Phone, { appid, name, kind }: AccountRow): HTMLElement {
  return h(
    "div",
    { class: "row" },
    avatar(appid, name),
    h(
      "span",
      { class: "text" },
      h("span", { class: "what" }, h("b", {}, name), h("small", {}, words.kinds[kind])),
      h("button", { type: "button", class: "follow", onclick: () => phone.follow(appid) }, words.follow),
    ),
  );
}

function miniProgramRow(phone: Phone, { appid, name }: { appid: string; name: string }): HTMLElement {
  return h(
    "div",
    { class: "row" },
    avatar(appid, name),
    h(
      "span",
      { class: "text" },
      h("span", { class: "what" }, h("b", {}, name), h("small", {}, words.kinds["mini-program"])),
      h(
        "button",
        { type: "button", class: "follow", onclick: () => phone.openMiniProgram(appid) },
        words.openMiniProgram,
      ),
    ),
  );
}

function smsRow(phone: Phone, count: number): HTMLElement {
  return h(
    "button",
    { type: "button", class: "row", onclick: () => phone.showSms() },
    h("span", { class: "face sms", "aria-hidden": "true" }, icons.message()),
    h(
      "span",
      { class: "text" },
      h("span", { class: "what" }, h("b", {}, words.sms), h("small", {}, words.smsCount(count))),
    ),
  );
}
