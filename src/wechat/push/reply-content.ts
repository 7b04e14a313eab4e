import { type Children, legible } from "./write.ts";

/** A card of a `news` reply. */
export interface Article {
  /** The title. */
  title: string;
  /** The line below the title. */
  description?: string;
  /** The address of a picture, best 360×200. */
  picUrl?: string;
  /** The address that a tap opens. */
  url: string;
}

/**
 * A passive reply to a push (被动回复).
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
 */
export type Reply =
  | {
      /** The type of medium. */
      type: "text";
      /** The text, at most 2,048 bytes of UTF-8. */
      text: string;
    }
  | {
      /** The type of medium. */
      type: "image" | "voice";
      /** The media id of an uploaded medium. */
      mediaId: string;
    }
  | {
      /** The type of medium. */
      type: "video";
      /** The media id of an uploaded medium. */
      mediaId: string;
      /** The title. */
      title?: string;
      /** The line below the title. */
      description?: string;
    }
  | {
      /** The type of medium. */
      type: "music";
      /** The media id of the thumbnail. */
      thumbMediaId: string;
      /** The title. */
      title?: string;
      /** The line below the title. */
      description?: string;
      /** The address of the music. */
      url?: string;
      /** The address of the music in high quality, for Wi-Fi. */
      hqUrl?: string;
    }
  | {
      /** The type of medium. */
      type: "news";
      /** 1 to 8 articles; WeChat shows one. */
      articles: readonly [Article, ...Article[]];
    }
  | {
      /** The type of medium. */
      type: "human-service";
      /** The agent that the person is transferred to. Default: any. */
      account?: string;
    };

const maxTextBytes = 2048;
const maxArticles = 8;

/** The content of a reply: `MsgType` and the fields after it. */
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
    throw new RangeError(`a text reply may have at most ${maxTextBytes} bytes of UTF-8, this one has ${bytes}`);
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
    throw new RangeError(`a news reply must have 1 to ${maxArticles} articles, this one has ${list.length}`);
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
