/**
 * A menu entry that does something.
 *
 * @see https://developers.weixin.qq.com/doc/subscription/api/custommenu/api_createcustommenu.html
 */
export type MenuAction = {
  /** The name; 4 Chinese characters are shown, 8 in a submenu. */
  name: string;
} & (
  | {
      /** The event that is pushed with the key: `CLICK`, or one named after the type. */
      type:
        | "click"
        | "scancode_push"
        | "scancode_waitmsg"
        | "pic_sysphoto"
        | "pic_photo_or_album"
        | "pic_weixin"
        | "location_select";
      /** The `EventKey`, at most 128 bytes. */
      key: string;
    }
  | {
      type: "view";
      /** The address, at most 1,024 bytes; of a mini-program, for clients that cannot open one. */
      url: string;
    }
  | {
      type: "miniprogram";
      /** The appid of the mini-program. */
      appid: string;
      /** The path of its page. */
      pagePath: string;
      /** The address, at most 1,024 bytes; of a mini-program, for clients that cannot open one. */
      url: string;
    }
  | {
      type: "media_id";
      /** The media id. */
      mediaId: string;
    }
  | {
      /** How the article opens. */
      type: "article_id" | "article_view_limited";
      /** The id of the article. */
      articleId: string;
    }
);

/** A menu entry that opens 1 to 5 others. Opening it pushes no event. */
export interface Submenu {
  /** The name; 4 Chinese characters are shown. */
  name: string;
  /** The entries. */
  buttons: readonly MenuAction[];
}

/** An entry of the menu bar. */
export type MenuButton = MenuAction | Submenu;

/**
 * The `button` of `menu/create`.
 *
 * @throws {TypeError} that names the entry and the rule it breaks.
 */
export function wireButtons(buttons: readonly MenuButton[]): object[] {
  count("buttons", buttons, 3);
  return buttons.map((button, index) => {
    const at = `buttons[${index}]`;
    bytes(`${at}.name`, button.name, 16);
    if (!("buttons" in button)) return wireAction(button, at);
    count(`${at}.buttons`, button.buttons, 5);
    const inner = button.buttons.map((action, place) => {
      bytes(`${at}.buttons[${place}].name`, action.name, 60);
      return wireAction(action, `${at}.buttons[${place}]`);
    });
    return { name: button.name, sub_button: inner };
  });
}

function wireAction(action: MenuAction, at: string): object {
  if ("key" in action) bytes(`${at}.key`, action.key, 128);
  if ("url" in action) bytes(`${at}.url`, action.url, 1024);
  return Object.fromEntries(Object.entries(action).map(([name, value]) => [wireNames[name] ?? name, value]));
}

const wireNames: Readonly<Record<string, string>> = {
  pagePath: "pagepath",
  mediaId: "media_id",
  articleId: "article_id",
};

function count(what: string, list: readonly unknown[], max: number): void {
  if (list.length < 1 || list.length > max) throw new TypeError(`${what} must be 1 to ${max}, not ${list.length}`);
}

function bytes(what: string, text: string, max: number): void {
  const length = Buffer.byteLength(text);
  if (length < 1 || length > max) throw new TypeError(`${what} must have 1 to ${max} bytes of UTF-8, not ${length}`);
}
