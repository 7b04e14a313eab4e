import type { Article, Reply } from "./reply.ts";
import { type Children, legible } from "./write.ts";

const maxTextBytes = 2048;
const maxArticles = 8;

/** What a reply says, from its `MsgType` on. */
export function contentOf(reply: Reply): Children {
  switch (reply.type) {
    case "text":
      return [
        ["MsgType", "text"],
        ["Content", checkedText(reply.text)],
      ];
    case "image":
    case "voice":
      return [
        ["MsgType", reply.type],
        [reply.type === "image" ? "Image" : "Voice", [["MediaId", reply.mediaId]]],
      ];
    case "video":
      return [
        ["MsgType", "video"],
        ["Video", [["MediaId", reply.mediaId], ...captions(reply)]],
      ];
    case "music":
      return [
        ["MsgType", "music"],
        ["Music", [...captions(reply), ...music(reply), ["ThumbMediaId", reply.thumbMediaId]]],
      ];
    case "news":
      return [["MsgType", "news"], ...articles(reply.articles)];
    case "human-service":
      return [["MsgType", "transfer_customer_service"], ...agent(reply.account)];
  }
}

function checkedText(text: string): string {
  const bytes = Buffer.byteLength(legible(text));
  if (bytes > maxTextBytes) {
    throw new RangeError(`a text reply holds at most ${maxTextBytes} bytes of UTF-8, this one ${bytes}`);
  }
  return text;
}

const given = (name: string, value: string | undefined): Children => (value === undefined ? [] : [[name, value]]);

const captions = ({ title, description }: { title?: string; description?: string }): Children => [
  ...given("Title", title),
  ...given("Description", description),
];

const music = ({ url, hqUrl }: { url?: string; hqUrl?: string }): Children => [
  ...given("MusicUrl", url),
  ...given("HQMusicUrl", hqUrl),
];

function articles(list: readonly Article[]): Children {
  if (list.length < 1 || list.length > maxArticles) {
    throw new RangeError(`a news reply holds 1 to ${maxArticles} articles, this one ${list.length}`);
  }
  return [
    ["ArticleCount", list.length],
    ["Articles", { items: list.map(item) }],
  ];
}

const item = ({ title, description = "", picUrl = "", url }: Article): Children => [
  ["Title", title],
  ["Description", description],
  ["PicUrl", picUrl],
  ["Url", url],
];

const agent = (account: string | undefined): Children =>
  account === undefined ? [] : [["TransInfo", [["KfAccount", account]]]];
