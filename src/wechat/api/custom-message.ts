/** A message of customer service. Media are uploaded before; ids are WeChat's. */
export type CustomMessage =
  /** May hold links, also those of `menuLink`. */
  | { type: "text"; text: string }
  | { type: "image" | "voice"; mediaId: string }
  | { type: "video"; mediaId: string; thumbMediaId: string; title?: string; description?: string }
  | { type: "music"; url: string; hqUrl: string; thumbMediaId: string; title?: string; description?: string }
  /** One article, which leads to a page of yours. */
  | { type: "news"; title: string; description?: string; url: string; picUrl?: string }
  /** An article published by the account. */
  | { type: "mpnewsarticle"; articleId: string }
  /** Choices to tap. A tap sends `content` as a text with `id` as its `bizmsgmenuid`: no room for a secret. */
  | {
      type: "msgmenu";
      head: string;
      choices: readonly [MenuChoice, ...MenuChoice[]];
      tail: string;
    }
  | { type: "wxcard"; cardId: string }
  | { type: "miniprogrampage"; title: string; appid: string; pagePath: string; thumbMediaId: string }
  /** Of mini-programs only: a card that leads to a page of yours. */
  | { type: "link"; title: string; description: string; url: string; thumbUrl: string };

/** One choice of a `msgmenu`. */
export interface MenuChoice {
  /** A whole number from 0. */
  id: number;
  content: string;
}

/** The part of the body named after the type. */
export function wireMessage(message: CustomMessage): object {
  switch (message.type) {
    case "text":
      return { content: message.text };
    case "image":
    case "voice":
      return { media_id: message.mediaId };
    case "video":
      return { ...captions(message), media_id: message.mediaId, thumb_media_id: message.thumbMediaId };
    case "music":
      return {
        ...captions(message),
        musicurl: message.url,
        hqmusicurl: message.hqUrl,
        thumb_media_id: message.thumbMediaId,
      };
    case "news":
      return { articles: [{ ...captions(message), url: message.url, picurl: message.picUrl ?? "" }] };
    case "mpnewsarticle":
      return { article_id: message.articleId };
    case "msgmenu": {
      const list = message.choices.map(({ id, content }) => ({ id: String(id), content }));
      return { head_content: message.head, list, tail_content: message.tail };
    }
    case "wxcard":
      return { card_id: message.cardId };
    case "miniprogrampage": {
      const { title, appid, pagePath: pagepath, thumbMediaId: thumb_media_id } = message;
      return { title, appid, pagepath, thumb_media_id };
    }
    case "link":
      return { ...captions(message), url: message.url, thumb_url: message.thumbUrl };
  }
}

const captions = ({ title = "", description = "" }: { title?: string; description?: string }): object => ({
  title,
  description,
});
