import type { Clock } from "../../base/clock.ts";
import type { Article, Reply } from "../push/reply.ts";
import { type Link, readLinks } from "./links.ts";

/** One message of a chat. */
export interface Message {
  /** The message's id. */
  id: string;
  /** Who sent it. `system` is WeChat itself: tips such as "service unavailable". */
  from: "account" | "person" | "system";
  /** The type of message. */
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
  /** The text, labels of links included; of a `news` its titles, of a medium its title, of a notice its fields. */
  text: string;
  /** The links in the text. */
  links: Link[];
  /** When it was sent (RFC 3339, by the world's clock). */
  at: string;
  /** The cards of a `news`. */
  articles?: Article[];
  /** The media id. */
  mediaId?: string;
  /** The title of a template or subscribe message. */
  title?: string;
  /** The fields of a template or subscribe message. */
  fields?: {
    /** The label of the field. */
    label: string;
    /** The value of the field. */
    value: string;
  }[];
  /** The line below the title. */
  description?: string;
  /** The customer-service account that sent it. */
  agent?: string;
  /** Whether it is marked as written by AI (`aimsgcontext`). */
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
