// Draws one message of a chat.
import type { Message } from "./api.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import { words } from "./words.ts";

const media = {
  image: words.picture,
  voice: words.voice,
  video: words.video,
  shortvideo: words.video,
  music: words.music,
  location: words.place,
  card: words.card,
  tip: "",
} as const;

/** Draws a message. Its links are buttons, because a tap is an action of the person. */
export function bubble(phone: Phone, message: Message, isWaiting: boolean): HTMLElement {
  const { type } = message;
  if (type === "news") return articles(phone, message);
  if (type === "text") return h("div", { class: "bubble" }, ...text(phone, message, isWaiting), aiMark(message));
  if (type === "notice" || type === "link" || type === "mini-program") return card(phone, message);
  return h("div", { class: "bubble" }, h("span", { class: "media" }, icons.picture(), message.text || media[type]));
}

const aiMark = ({ isAi }: Message): HTMLElement | false => isAi === true && h("small", { class: "ai" }, words.ai);

/** A message that can be tapped as a whole: a notice with its fields, a link, a mini-program's page. */
function card(phone: Phone, { id, text: whole, title, fields, description, links }: Message): HTMLElement {
  const inside = [
    h("b", {}, title ?? whole),
    description !== undefined && h("small", {}, description),
    fields !== undefined &&
      h("dl", {}, ...fields.flatMap(({ label, value }) => [h("dt", {}, label), h("dd", {}, value)])),
  ];
  if (links.length === 0) return h("div", { class: "article" }, ...inside);
  return h("button", { type: "button", class: "article", onclick: () => phone.tap(id, 0) }, ...inside);
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
