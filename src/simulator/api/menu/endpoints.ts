import { ok } from "../answer.ts";
import type { Endpoint } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { readMenu } from "./read.ts";

/** https://developers.weixin.qq.com/doc/subscription/api/custommenu/api_createcustommenu.html and its neighbours. */
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
