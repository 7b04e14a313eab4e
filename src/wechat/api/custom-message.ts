/**
 * A customer-service message (客服消息). Media have to be uploaded before; ids are WeChat's.
 *
 * @see https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
 */
export type CustomMessage =
  /** Text; it may contain links, also those of `menuLink`. */
  | {
      /** The type of medium. */
      type: "text";
      /** The text; it may hold links, also those of {@link menuLink}. */
      text: string;
    }
  | {
      /** The type of medium. */
      type: "image" | "voice";
      /** The media id. */
      mediaId: string;
    }
  | {
      /** The type of medium. */
      type: "video";
      /** The media id. */
      mediaId: string;
      /** The media id of the thumbnail. */
      thumbMediaId: string;
      /** The title. */
      title?: string;
      /** The line below the title. */
      description?: string;
    }
  | {
      /** The type of medium. */
      type: "music";
      /** The address that a tap opens; of music, the address of the music. */
      url: string;
      /** The address of the music in high quality, for Wi-Fi. */
      hqUrl: string;
      /** The media id of the thumbnail. */
      thumbMediaId: string;
      /** The title. */
      title?: string;
      /** The line below the title. */
      description?: string;
    }
  /** One article, which leads to a page of yours. */
  | {
      /** The type of medium. */
      type: "news";
      /** The title. */
      title: string;
      /** The line below the title. */
      description?: string;
      /** The address that a tap opens; of music, the address of the music. */
      url: string;
      /** The address of a picture. */
      picUrl?: string;
    }
  /** An article published by the account. */
  | {
      /** The type of medium. */
      type: "mpnewsarticle";
      /** The id of an article published by the account. */
      articleId: string;
    }
  /** Choices to tap. A tap sends `content` as a text with `id` as its `bizmsgmenuid`: no room for a secret. */
  | {
      /** The type of medium. */
      type: "msgmenu";
      /** The text above the choices. */
      head: string;
      /**
       * The choices to tap. A tap sends `content` as a text with `id` as its `bizmsgmenuid`, which is no place for a
       * secret.
       */
      choices: readonly [MenuChoice, ...MenuChoice[]];
      /** The text below the choices. */
      tail: string;
    }
  | {
      /** The type of medium. */
      type: "wxcard";
      /** The id of the card (卡券). */
      cardId: string;
    }
  | {
      /** The type of medium. */
      type: "miniprogrampage";
      /** The title. */
      title: string;
      /** The appid of the mini-program. */
      appid: string;
      /** The path of its page, with the query. */
      pagePath: string;
      /** The media id of the thumbnail. */
      thumbMediaId: string;
    }
  /** Of mini-programs only: a card that leads to a page of yours. */
  | {
      /** The type of medium. */
      type: "link";
      /** The title. */
      title: string;
      /** The line below the title. */
      description: string;
      /** The address that a tap opens; of music, the address of the music. */
      url: string;
      /** The address of the thumbnail. */
      thumbUrl: string;
    };

/** One choice of a `msgmenu`. */
export interface MenuChoice {
  /** A whole number from 0. */
  id: number;
  /** The text that is shown, and sent by a tap. */
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
