import type { Clock } from "../../base/clock.ts";
import type { Article, Reply } from "../push/reply.ts";
import { type Link, readLinks } from "./links.ts";

/** One line of a chat. `system` is WeChat itself: tips such as "service unavailable". */
export interface Message {
  id: string;
  from: "account" | "person" | "system";
  type: "text" | "news" | "image" | "voice" | "video" | "music" | "tip";
  /** Labels of links are part of it; of a `news`, the titles; of a medium, its title. */
  text: string;
  links: Link[];
  /** RFC 3339, by the world's clock. */
  at: string;
  articles?: Article[];
  mediaId?: string;
}

export interface Chat {
  messages(): Message[];
  sent(text: string): void;
  received(reply: Exclude<Reply, { type: "transfer_customer_service" }>): void;
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
      const add = (message: Omit<Message, "id" | "at">) => {
        const messages = chats.get(key) ?? [];
        messages.push({ id: String(++lastId), at: new Date(clock.now()).toISOString(), ...message });
        if (messages.length > maxMessages) messages.shift();
        chats.set(key, messages);
      };
      return {
        messages: () => [...(chats.get(key) ?? [])],
        sent: (text) => add({ from: "person", type: "text", text, links: [] }),
        tip: (text) => add({ from: "system", type: "tip", text, links: [] }),
        received: (reply) => add({ from: "account", ...shown(reply) }),
      };
    },
  };
}

function shown(reply: Exclude<Reply, { type: "transfer_customer_service" }>): Omit<Message, "id" | "at" | "from"> {
  if (reply.type === "text") return { type: "text", ...readLinks(reply.content) };
  if (reply.type !== "news") return { type: reply.type, text: reply.title, links: [], mediaId: reply.mediaId };
  const links = reply.articles.map(({ title, url }) => ({ text: title, href: url, start: 0 }));
  return { type: "news", text: reply.articles.map(({ title }) => title).join("\n"), links, articles: reply.articles };
}
