import type { Clock } from "../../base/clock.ts";
import type { Article, Reply } from "../push/reply.ts";
import { type Link, readLinks } from "./links.ts";

/** One line of a chat. `system` is WeChat itself: tips such as "service unavailable". */
export interface Message {
  id: string;
  from: "account" | "person" | "system";
  type:
    | "text"
    | "news"
    | "image"
    | "voice"
    | "video"
    | "shortvideo"
    | "music"
    | "location"
    | "link"
    | "mini-program"
    | "card"
    | "notice"
    | "tip";
  /** Labels of links are part of it; of a `news`, the titles; of a medium, its title; of a notice, its fields. */
  text: string;
  links: Link[];
  /** RFC 3339, by the world's clock. */
  at: string;
  articles?: Article[];
  mediaId?: string;
  /** Of a template or subscribe message: its title and what stands under it. */
  title?: string;
  fields?: { label: string; value: string }[];
  /** Where a tap on the whole message leads: it is its first link. */
  description?: string;
  /** The customer-service account it came from. */
  agent?: string;
  /** Marked as written by a machine (`aimsgcontext`). */
  isAi?: boolean;
}

export type NewMessage = Omit<Message, "id" | "at">;
/** A reply that people see. */
export type ShownReply = Exclude<Reply, { type: "transfer_customer_service" }>;

export interface Chat {
  messages(): Message[];
  last(): Message | undefined;
  add(message: NewMessage): void;
  received(reply: ShownReply): void;
  tip(text: string): void;
}

export interface Chats {
  of(person: string, appid: string): Chat;
}

const maxMessages = 500;

/** The chats of all people, the last five hundred messages of each. */
export function createChats(clock: Clock): Chats {
  const chats = new Map<string, Message[]>();
  let lastId = 0;
  return {
    of(person, appid) {
      const key = `${person} ${appid}`;
      const add = (message: NewMessage) => {
        const messages = chats.get(key) ?? [];
        messages.push({ id: String(++lastId), at: new Date(clock.now()).toISOString(), ...message });
        if (messages.length > maxMessages) messages.shift();
        chats.set(key, messages);
      };
      return {
        messages: () => [...(chats.get(key) ?? [])],
        last: () => chats.get(key)?.at(-1),
        add,
        tip: (text) => add({ from: "system", type: "tip", text, links: [] }),
        received: (reply) => add({ from: "account", ...shown(reply) }),
      };
    },
  };
}

function shown(reply: ShownReply): Omit<NewMessage, "from"> {
  if (reply.type === "text") return { type: "text", ...readLinks(reply.content) };
  if (reply.type === "news") return newsOf(reply.articles);
  const { type, mediaId, title, description } = reply;
  const links = reply.type === "music" ? linkTo(reply.url, title) : [];
  return { type, text: title, links, mediaId, ...(description === "" ? {} : { description }) };
}

/** Articles as cards: each is a link. */
export function newsOf(articles: Article[]): Omit<NewMessage, "from"> {
  const links = articles.map(({ title, url }) => ({ text: title, href: url, start: 0 }));
  return { type: "news", text: articles.map(({ title }) => title).join("\n"), links, articles };
}

/** The whole message as one link, if there is somewhere to go. */
export const linkTo = (href: string, text: string): Link[] =>
  /^https?:\/\//i.test(href) ? [{ text, href, start: 0 }] : [];
