// Reads a passive reply from its fields.
import { InvalidReply } from "./invalid-reply.ts";
import type { Element } from "./xml.ts";

export interface Article {
  title: string;
  description: string;
  picUrl: string;
  url: string;
}

/** A passive reply that WeChat would show (or, for `transfer_customer_service`, act on). */
export type Reply =
  | { type: "text"; content: string }
  | { type: "news"; articles: Article[] }
  | { type: "image" | "voice" | "video"; mediaId: string; title: string; description: string }
  | { type: "music"; mediaId: string; title: string; description: string; url: string }
  | { type: "transfer_customer_service"; agent: string };

/** The parties of a reply: the person's openId and the account's original id. */
export interface ReplyParties {
  openId: string;
  originalId: string;
  /** The maximum number of articles of a `news`. */
  maxArticles: number;
}

const maxContent = 2048;

/** Reads `<xml>…</xml>` as a reply between `parties`, or throws {@link InvalidReply} with what is wrong. */
export function readReply(xml: Element, parties: ReplyParties): Reply {
  checkRoot(xml);
  if (text(xml, "ToUserName") !== parties.openId) throw new InvalidReply("ToUserName is not the person's openid");
  if (text(xml, "FromUserName") !== parties.originalId)
    throw new InvalidReply("FromUserName is not the account's original id");
  if (!/^[0-9]{1,19}$/.test(text(xml, "CreateTime"))) throw new InvalidReply("CreateTime is not a whole number");
  const type = text(xml, "MsgType");
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) throw new InvalidReply(`a reply may not have MsgType ${JSON.stringify(type)}`);
  return read(xml, parties);
}

/** Checks that the root is `<xml>`, and that no child occurs twice. */
export function checkRoot(xml: Element): void {
  if (xml.name !== "xml") throw new InvalidReply(`its root is <${xml.name}>, not <xml>`);
  const names = xml.children.map((child) => child.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidReply(`<${twice}> comes twice`);
}

/** The text of the one child of that name. */
export function text(parent: Element, name: string): string {
  const child = find(parent, name);
  if (child === undefined) throw new InvalidReply(`<${name}> is missing`);
  if (child.children.length > 0) throw new InvalidReply(`<${name}> holds elements where text belongs`);
  return child.text;
}

const find = (parent: Element, name: string): Element | undefined =>
  parent.children.find((child) => child.name === name);

const optional = (parent: Element | undefined, name: string): string =>
  parent !== undefined && find(parent, name) !== undefined ? text(parent, name) : "";

const readers: Record<string, (xml: Element, parties: ReplyParties) => Reply> = {
  text: readText,
  news: readNews,
  image: (xml) => readMedia(xml, "image", "Image", "MediaId"),
  voice: (xml) => readMedia(xml, "voice", "Voice", "MediaId"),
  video: (xml) => readMedia(xml, "video", "Video", "MediaId"),
  music: readMusic,
  transfer_customer_service: (xml) => ({
    type: "transfer_customer_service",
    agent: optional(find(xml, "TransInfo"), "KfAccount"),
  }),
};

function readText(xml: Element): Reply {
  const content = text(xml, "Content");
  if (content === "") throw new InvalidReply("Content is empty");
  const length = Buffer.byteLength(content);
  if (length > maxContent) throw new InvalidReply(`Content has ${length} bytes, more than ${maxContent}`);
  return { type: "text", content };
}

function readNews(xml: Element, { maxArticles }: ReplyParties): Reply {
  const items = find(xml, "Articles")?.children ?? [];
  if (items.length < 1) throw new InvalidReply("Articles has 0 items");
  if (items.length > maxArticles)
    throw new InvalidReply(`Articles has ${items.length} items, and here it may have ${maxArticles}`);
  if (text(xml, "ArticleCount") !== String(items.length))
    throw new InvalidReply("ArticleCount is not the number of items");
  return { type: "news", articles: items.map(readArticle) };
}

function readArticle(item: Element): Article {
  if (item.name !== "item") throw new InvalidReply(`Articles holds <${item.name}>, not <item>`);
  return {
    title: text(item, "Title"),
    description: optional(item, "Description"),
    picUrl: optional(item, "PicUrl"),
    url: text(item, "Url"),
  };
}

function readMedia(xml: Element, type: "image" | "voice" | "video", name: string, id: string): Reply {
  const media = needed(xml, name);
  return { type, mediaId: mediaIdOf(media, id), title: optional(media, "Title"), description: descriptionOf(media) };
}

/** Of a music message, only the thumbnail is required. */
function readMusic(xml: Element): Reply {
  const media = needed(xml, "Music");
  const url = optional(media, "HQMusicUrl") || optional(media, "MusicUrl");
  const mediaId = mediaIdOf(media, "ThumbMediaId");
  return { type: "music", mediaId, title: optional(media, "Title"), description: descriptionOf(media), url };
}

const descriptionOf = (media: Element): string => optional(media, "Description");

function needed(xml: Element, name: string): Element {
  const child = find(xml, name);
  if (child === undefined) throw new InvalidReply(`<${name}> is missing`);
  return child;
}

function mediaIdOf(media: Element, id: string): string {
  const mediaId = text(media, id);
  if (mediaId === "") throw new InvalidReply(`${id} is empty`);
  return mediaId;
}
