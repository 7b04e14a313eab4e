// Reads a customer-service message.
import { linkTo, type NewMessage, newsOf } from "../../people/chats.ts";
import { readLinks } from "../../people/links.ts";
import type { Simulation } from "../../simulation.ts";
import { type Fields, isFields, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";

type Shown = Omit<NewMessage, "from">;
type Reader = (sim: Simulation, content: Fields) => Shown;

const maxText = 2048;

/** A customer-service message as the chat shows it. Throws 40008, 44004, 45002, 40007 and those of its type. */
export function readContent(sim: Simulation, body: Fields): Shown {
  const type = textOf(body.msgtype);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) throw new WechatFailure(40008);
  const content = body[type];
  if (!isFields(content)) throw new WechatFailure(type === "text" ? 44004 : 47001);
  return read(sim, content);
}

const readers: Record<string, Reader> = {
  text: (_, { content }) => ({ type: "text", ...readLinks(text(content)) }),
  image: (sim, content) => medium(sim, content, "image"),
  voice: (sim, content) => medium(sim, content, "voice"),
  video: (sim, content) => medium(sim, content, "video"),
  music: (sim, content) => ({
    ...medium(sim, { ...content, media_id: content.thumb_media_id }, "music"),
    links: linkTo(textOf(content.hqmusicurl) || textOf(content.musicurl), textOf(content.title)),
  }),
  news,
  mpnewsarticle: (_, { article_id: id }) => article(textOf(id)),
  mpnews: (sim, content) => medium(sim, content, "news"),
  msgmenu: (_, content) => ({ type: "text", ...readLinks(menuText(content)) }),
  wxcard: (_, { card_id: id }) => ({ type: "card", text: needed(id, 40073), links: [] }),
  miniprogrampage: miniProgram,
  link: (_, { title, description, url }) => {
    const label = textOf(title);
    return { type: "link", text: label, links: linkTo(textOf(url), label), description: textOf(description) };
  },
};

function text(value: unknown): string {
  const content = textOf(value);
  if (content === "") throw new WechatFailure(44004);
  if (Buffer.byteLength(content) > maxText) throw new WechatFailure(45002);
  return content;
}

function needed(value: unknown, errcode: number): string {
  const content = textOf(value);
  if (content === "") throw new WechatFailure(errcode);
  return content;
}

function medium({ media, settings }: Simulation, content: Fields, type: Shown["type"]): Shown {
  const mediaId = needed(content.media_id, 40007);
  if (settings.mediaIds === "known" && !media.isKnown(mediaId)) throw new WechatFailure(40007);
  return { type, text: textOf(content.title), links: [], mediaId, description: textOf(content.description) };
}

function news(_: Simulation, { articles }: Fields): Shown {
  if (!Array.isArray(articles) || articles.length === 0) throw new WechatFailure(44003);
  if (articles.length > 1) throw new WechatFailure(45008);
  const [given] = articles as unknown[];
  if (!isFields(given)) throw new WechatFailure(44003);
  const { title, description, url, picurl } = given;
  return newsOf([{ title: textOf(title), description: textOf(description), url: textOf(url), picUrl: textOf(picurl) }]);
}

const article = (id: string): Shown => ({ type: "news", text: needed(id, 40007), links: [], mediaId: id });

/** The text of a question with answers to tap. A tap sends the answer's text with its id. */
function menuText({ head_content: head, list, tail_content: tail }: Fields): string {
  if (!Array.isArray(list) || list.length < 1 || list.length > 10) throw new WechatFailure(45098);
  const lines = list.map((item: unknown) => menuLine(isFields(item) ? item : {}));
  return [textOf(head), ...lines, textOf(tail)].filter((line) => line !== "").join("\n");
}

function menuLine({ id, content }: Fields): string {
  const label = textOf(content);
  if (label === "" || Buffer.byteLength(label) > 1024) throw new WechatFailure(45099);
  const number = typeof id === "number" ? String(id) : textOf(id);
  if (number === "") throw new WechatFailure(45099);
  const query = `msgmenucontent=${encodeURIComponent(label)}&msgmenuid=${encodeURIComponent(number)}`;
  return `<a href="weixin://bizmsgmenu?${query}">${label}</a>`;
}

function miniProgram(sim: Simulation, { title, appid, pagepath, thumb_media_id: thumb }: Fields): Shown {
  const label = needed(title, 45003);
  needed(thumb, 40007);
  if (sim.accounts.get(textOf(appid))?.kind !== "mini-program") throw new WechatFailure(40013);
  const miniProgramPage = { appid: textOf(appid), path: needed(pagepath, 40165) };
  return {
    type: "mini-program",
    text: label,
    links: [{ text: label, href: "", start: 0, miniProgram: miniProgramPage }],
  };
}
