import { ok } from "../answer.ts";
import type { Endpoint } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import type { Button } from "./menus.ts";
import { readMenu } from "./read.ts";

/**
 * The simulated calls of menus:
 * https://developers.weixin.qq.com/doc/subscription/api/custommenu/api_createcustommenu.html
 */
export const menuEndpoints: readonly Endpoint[] = [
  {
    path: "/cgi-bin/menu/create",
    method: "POST",
    ability: "menu",
    limits: { day: 1000 },
    act({ sim, account, text, body }) {
      const isMiniProgram = (appid: string): boolean => sim.accounts.get(appid)?.kind === "mini-program";
      sim.menus.create(account.appid, readMenu(text, body, isMiniProgram));
      return ok;
    },
  },
  {
    path: "/cgi-bin/menu/get",
    method: "GET",
    ability: "menu",
    limits: { day: 10_000 },
    act({ sim, account }) {
      const menu = sim.menus.of(account.appid);
      if (menu === undefined) throw new WechatFailure(46003);
      return { menu: { button: menu.buttons } };
    },
  },
  {
    path: "/cgi-bin/get_current_selfmenu_info",
    method: "GET",
    limits: { day: 10_000 },
    // Accounts that may not make the other menu calls may make this one.
    act({ sim, account }) {
      const buttons = sim.menus.of(account.appid)?.buttons;
      const button = (buttons ?? []).map(selfMenuButton);
      return { is_menu_open: buttons === undefined ? 0 : 1, selfmenu_info: { button } };
    },
  },
  {
    path: "/cgi-bin/menu/delete",
    method: "GET",
    ability: "menu",
    limits: { day: 1000 },
    act({ sim, account }) {
      sim.menus.delete(account.appid);
      return ok;
    },
  },
];

/** A button as this call writes it: its entries are a `list`. */
function selfMenuButton({ sub_button: below, ...button }: Button): object {
  return below.length === 0 ? button : { ...button, sub_button: { list: below.map(selfMenuButton) } };
}
