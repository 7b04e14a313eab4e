// Draws a chat with its messages and its input.
import type { AccountRow, Button, Message } from "./api.ts";
import { avatar } from "./avatar.ts";
import { bubble } from "./bubble.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import type { State } from "./state.ts";
import { timeOf } from "./time.ts";
import { words } from "./words.ts";

const accountOf = ({ person, chat }: State): AccountRow | undefined =>
  person?.accounts.find(({ appid }) => appid === chat);

export function chatBar(phone: Phone, state: State): HTMLElement[] {
  const account = accountOf(state);
  const button = (label: string, icon: SVGElement, onclick: () => void) =>
    h("button", { type: "button", class: "icon", "aria-label": label, onclick }, icon);
  return [
    button(words.back, icons.back(), () => phone.openChat(undefined)),
    h("h1", {}, account?.name ?? "", h("small", {}, account ? words.kinds[account.kind] : "")),
    button(words.more, icons.more(), () => phone.show({ kind: "more", appid: state.chat ?? "" })),
  ];
}

/** The messages, oldest first, with a time after each gap of five minutes, and dots while a reply is awaited. */
export function talk(phone: Phone, state: State): HTMLElement[] {
  const account = accountOf(state);
  const { person, messages, waiting } = state;
  const lines = messages.flatMap((message, index) => [
    isLater(messages[index - 1], message) && h("div", { class: "when" }, timeOf(message.at)),
    message.from === "system"
      ? h("div", { class: "tip" }, message.text)
      : h(
          "div",
          { class: `say ${message.from}` },
          message.from === "person"
            ? avatar(person?.name ?? "", person?.displayName ?? "", "round")
            : avatar(account?.appid ?? "", account?.name ?? ""),
          bubble(phone, message, waiting > 0),
        ),
  ]);
  const dots = h(
    "div",
    { class: "say account" },
    avatar(account?.appid ?? "", account?.name ?? ""),
    h("div", { class: "bubble" }, h("span", { class: "dots" }, h("i"), h("i"), h("i"))),
  );
  return [h("div", { class: "talk", "aria-live": "polite" }, ...lines, (waiting > 0 || account?.isTyping) && dots)];
}

function isLater(before: Message | undefined, message: Message): boolean {
  return before === undefined || Date.parse(message.at) - Date.parse(before.at) > 300_000;
}

/** The input line. A person who does not follow sees a button to follow instead. */
export function writer(phone: Phone, state: State): HTMLElement[] {
  const account = accountOf(state);
  // The customer service of a mini-program needs no follow.
  if (account !== undefined && !account.follows && account.kind !== "mini-program") {
    const follow = () => phone.follow(account.appid);
    return [
      h("div", { class: "write" }, h("button", { type: "button", class: "main wide", onclick: follow }, words.follow)),
    ];
  }
  const input = h("input", {
    name: "text",
    autocomplete: "off",
    "aria-label": words.write,
    placeholder: words.write,
    maxlength: "2000",
    value: state.draft,
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const text = (input as HTMLInputElement).value.trim();
    if (text === "") return;
    (input as HTMLInputElement).value = "";
    void phone.send(text);
  };
  const scan = h(
    "button",
    {
      type: "button",
      class: "icon",
      "aria-label": words.scan,
      onclick: () => phone.show({ kind: "camera", note: "hint" }),
    },
    icons.scan(),
  );
  const form = h("form", { class: "write", onsubmit: submit }, scan, input, h("button", { class: "main" }, words.send));
  return account?.menu ? [menuBar(phone, account.menu, state.menu), form] : [form];
}

/** The account's menu above the input line. Entries with sub-entries open them. */
function menuBar(phone: Phone, menu: readonly Button[], open: number | undefined): HTMLElement {
  const below = open === undefined ? undefined : menu[open];
  const entry = (button: Button, index: number): HTMLElement => {
    const opens = button.sub_button.length > 0;
    const expanded = opens ? String(open === index) : undefined;
    const tap = () => phone.tapMenu([index], opens);
    return h(
      "button",
      { type: "button", "aria-expanded": expanded, onclick: tap },
      opens && h("i", { "aria-hidden": "true" }, "≡"),
      button.name,
    );
  };
  const sub = below?.sub_button.map((button, index) =>
    h("button", { type: "button", onclick: () => phone.tapMenu([open ?? 0, index], false) }, button.name),
  );
  return h(
    "nav",
    { class: "menu", "aria-label": words.menu },
    sub !== undefined && h("div", { class: `below at-${open} of-${menu.length}` }, ...sub),
    ...menu.map(entry),
  );
}
