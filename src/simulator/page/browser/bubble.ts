import type { Message } from "./api.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import { words } from "./words.ts";

/** What one message looks like; its links are buttons, because a tap is an act of the person. */
export function bubble(phone: Phone, message: Message, isWaiting: boolean): HTMLElement {
  if (message.type === "news") return articles(phone, message);
  if (message.type === "text") return h("div", { class: "bubble" }, ...text(phone, message, isWaiting));
  const what = { image: words.picture, voice: words.voice, video: words.video, music: words.music, tip: "" }[
    message.type
  ];
  return h("div", { class: "bubble" }, h("span", { class: "media" }, icons.picture(), message.text || what));
}

function text(phone: Phone, { id, text: whole, links }: Message, isWaiting: boolean): (string | HTMLElement)[] {
  const parts: (string | HTMLElement)[] = [];
  let from = 0;
  links.forEach((link, index) => {
    const tap = { type: "button", class: "tap", disabled: isWaiting, onclick: () => phone.tap(id, index) };
    parts.push(whole.slice(from, link.start), h("button", tap, link.text));
    from = link.start + link.text.length;
  });
  return [...parts, whole.slice(from)];
}

function articles(phone: Phone, { id, articles: list = [] }: Message): HTMLElement {
  const cards = list.map(({ title, description }, index) =>
    h(
      "button",
      { type: "button", class: "article", onclick: () => phone.tap(id, index) },
      h("b", {}, title),
      description !== "" && h("small", {}, description),
    ),
  );
  return h("div", { class: "articles" }, ...cards);
}
