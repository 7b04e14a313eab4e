import * as z from "zod";
import { WechatError } from "../error.ts";
import type { Account } from "./account.ts";
import { done } from "./call.ts";
import { listOf, record, text, textIfAny } from "./loose.ts";
import { type MenuButton, wireButtons } from "./menu-button.ts";

/** A menu entry as WeChat has it. */
export interface ShownButton {
  /** The name. */
  name: string;
  /** The type; it may be one that {@link MenuButton} does not know. */
  type?: string;
  /** The `EventKey`. */
  key?: string;
  /** The address. */
  url?: string;
  /** The media id. */
  mediaId?: string;
  /** The id of the article. */
  articleId?: string;
  /** The appid of the mini-program. */
  appid?: string;
  /** The path of its page. */
  pagePath?: string;
  /** The entries of a submenu; empty for all others. */
  buttons: ShownButton[];
}

/** The menu of an account: the default one, and those for some people. */
export interface Menu {
  /** The default menu. */
  buttons: ShownButton[];
  /** Menus for the people whom `rule` describes. */
  conditional: {
    /** The entries. */
    buttons: ShownButton[];
    /** The people who see it, in WeChat's own fields. */
    rule: Record<string, unknown>;
    /** WeChat's id of the menu. */
    menuId: string;
  }[];
}

/** The menu bar of the account's chat. For verified accounts; others get 48001. */
export interface MenuApi {
  /**
   * Replaces the menu. Clients show it when the chat is entered again after 5 minutes.
   *
   * @throws {TypeError} that names the entry and the rule it breaks.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html
   */
  create(buttons: readonly MenuButton[]): Promise<void>;
  /**
   * The menu made by `create`; undefined when there is none.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Getting_Custom_Menu_Configurations.html
   */
  get(): Promise<Menu | undefined>;
  /**
   * Deletes the menu, including the conditional ones.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Deleting_Custom-Defined_Menu.html
   */
  delete(): Promise<void>;
}

const button: z.ZodType<ShownButton> = z
  .object({
    name: text,
    type: textIfAny,
    key: textIfAny,
    url: textIfAny,
    appid: textIfAny,
    media_id: textIfAny,
    article_id: textIfAny,
    pagepath: textIfAny,
    get sub_button() {
      return listOf(button);
    },
  })
  .transform(({ media_id: mediaId, article_id: articleId, pagepath: pagePath, sub_button: buttons, ...rest }) =>
    present({ ...rest, mediaId, articleId, pagePath, buttons }),
  );
const list = z.object({ button: listOf(button) });
const conditional = list
  .extend({ matchrule: record, menuid: text })
  .transform(({ button, matchrule, menuid }) => ({ buttons: button, rule: matchrule, menuId: menuid }));
const menu = z
  .object({ menu: list, conditionalmenu: listOf(conditional) })
  .transform(({ menu, conditionalmenu }): Menu => ({ buttons: menu.button, conditional: conditionalmenu }));

const present = (values: { [K in keyof ShownButton]: ShownButton[K] | undefined }): ShownButton =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as unknown as ShownButton;

const noMenu = 46003;

export function createMenuApi({ call }: Account): MenuApi {
  return {
    create: async (buttons) =>
      call({ endpoint: "/cgi-bin/menu/create", body: { button: wireButtons(buttons) }, answer: done }),
    get: () =>
      call({ endpoint: "/cgi-bin/menu/get", answer: menu }).catch((error) => {
        if (error instanceof WechatError && error.errcode === noMenu) return undefined;
        throw error;
      }),
    delete: () => call({ endpoint: "/cgi-bin/menu/delete", answer: done }),
  };
}
