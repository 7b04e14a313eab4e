import type { Random } from "../../../base/random.ts";
import { randomInt } from "../../../base/random.ts";

/** An entry of a menu, in the fields of the API. One with `sub_button` only opens these entries. */
export interface Button {
  name: string;
  type?: string;
  key?: string;
  url?: string;
  appid?: string;
  pagepath?: string;
  media_id?: string;
  article_id?: string;
  sub_button: Button[];
}

/** The custom menu of an account. */
export interface Menu {
  /** The MenuId of VIEW events. */
  readonly id: string;
  readonly buttons: readonly Button[];
}

export interface Menus {
  of(appid: string): Menu | undefined;
  create(appid: string, buttons: readonly Button[]): void;
  delete(appid: string): void;
}

export function createMenus(random: Random): Menus {
  const menus = new Map<string, Menu>();
  return {
    of: (appid) => menus.get(appid),
    create: (appid, buttons) =>
      void menus.set(appid, { id: String(400_000_000 + randomInt(random, 100_000_000)), buttons }),
    delete: (appid) => void menus.delete(appid),
  };
}
