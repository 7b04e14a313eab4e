// Taps on the menu of an account.
import { z } from "zod";
import type { Button, Menu } from "../api/menu/menus.ts";
import type { MenuTap } from "../interfaces.ts";
import { deliver, type PushResult } from "../push/deliver.ts";
import { type PersonEventInput, readEvent } from "../push/event-schema.ts";
import { happened } from "../push/events.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { say } from "./chat-actions.ts";
import { needFollower } from "./follow.ts";
import type { LinkedPage } from "./links.ts";

export type { MenuTap } from "../interfaces.ts";

/** Which entry is tapped, by its key or its place, and what the person does then. */
export const menuTapSchema = z
  .strictObject({
    key: z.string().min(1).max(128).optional().describe("The key of the entry. Give this or `index`"),
    index: z
      .array(z.int().min(0).max(4))
      .min(1)
      .max(2)
      .optional()
      .describe("The place of the entry, from 0: `[1]` is the second top entry, `[1, 0]` the first one below it"),
    scan: z
      .string()
      .min(1)
      .max(1024)
      .default("https://example.com/")
      .describe("What `scancode_push` and `scancode_waitmsg` scan"),
    pictures: z.int().min(1).max(9).default(1).describe("How many pictures the `pic_…` entries send"),
    location: z
      .strictObject({
        latitude: z.number().min(-90).max(90).describe("Degrees north"),
        longitude: z.number().min(-180).max(180).describe("Degrees east"),
        label: z.string().max(256).describe("The address in words"),
      })
      .default({ latitude: 23.099994, longitude: 113.32452, label: "广州市海珠区新港中路397号" })
      .describe("The place that `location_select` sends"),
  })
  .refine(({ key, index }) => (key === undefined) !== (index === undefined), {
    path: ["key"],
    error: "must be there, or index, and not both",
  });

/** The result of a tap on a menu entry. */
export interface MenuResult {
  /** What happened to the event's push; `none` for entries without an event. */
  push: PushResult;
  /** The web page that opened. */
  url?: string;
  /** The page of a 小程序 that opened. */
  page?: LinkedPage;
}

const none: PushResult = { outcome: "none", deliveries: 0 };

/** Taps an entry of the account's menu. Without a menu made by the API, any key is an entry made in the console. */
export async function tapMenu(sim: Simulation, person: Person, account: Account, given: MenuTap): Promise<MenuResult> {
  const tap = menuTapSchema.safeParse(given);
  if (!tap.success) throw Refused.by(tap.error, "the tap is not valid");
  needFollower(person, account);
  const menu = sim.menus.of(account.appid);
  const { key, index } = tap.data;
  if (menu === undefined && key !== undefined)
    return { push: await tell(sim, person, account, { event: "CLICK", key }) };
  const button = menu && (index === undefined ? withKey(menu, key ?? "") : at(menu, index));
  if (menu === undefined || button === undefined)
    throw new Refused(404, `the menu of ${account.name} has no such entry`);
  if (button.sub_button.length > 0) return { push: none };
  return press({ sim, person, account }, menu, button, tap.data);
}

const withKey = (menu: Menu, key: string): Button | undefined =>
  menu.buttons.flatMap((button) => [button, ...button.sub_button]).find((button) => button.key === key);

const at = (menu: Menu, [first = 0, second]: readonly number[]): Button | undefined =>
  second === undefined ? menu.buttons[first] : menu.buttons[first]?.sub_button[second];

async function tell(sim: Simulation, person: Person, account: Account, event: PersonEventInput): Promise<PushResult> {
  return deliver(sim, happened(sim, person, account, readEvent(event)));
}

interface Chat {
  readonly sim: Simulation;
  readonly person: Person;
  readonly account: Account;
}

async function press(
  { sim, person, account }: Chat,
  { id: menuId }: Menu,
  { type, key = "", url = "", appid = "", pagepath = "", media_id: mediaId, article_id: article }: Button,
  { scan, pictures, location }: z.output<typeof menuTapSchema>,
): Promise<MenuResult> {
  const push = (event: PersonEventInput) => tell(sim, person, account, event);
  switch (type) {
    case "click":
      return { push: await push({ event: "CLICK", key }) };
    case "view":
      return { push: await push({ event: "VIEW", url, menuId }), url };
    case "miniprogram":
      return {
        push: await push({ event: "view_miniprogram", path: pagepath, menuId }),
        page: { appid, path: pagepath },
      };
    case "scancode_push":
      return { push: await push({ event: type, key, result: scan }), ...(/^https?:/.test(scan) ? { url: scan } : {}) };
    case "scancode_waitmsg":
      return { push: await push({ event: type, key, result: scan }) };
    case "pic_sysphoto":
    case "pic_photo_or_album":
    case "pic_weixin": {
      const told = await push({ event: type, key, count: pictures });
      for (let n = 0; n < pictures; n++) await say(sim, person, account, { type: "image" });
      return { push: told };
    }
    case "location_select": {
      const told = await push({ event: type, key, ...location });
      await say(sim, person, account, { type: "location", scale: 16, ...location });
      return { push: told };
    }
    default:
      show(sim, person, account, mediaId ?? article ?? "", mediaId === undefined);
      return { push: none };
  }
}

/** Shows the medium or article of an entry, which pushes no event. */
function show(sim: Simulation, person: Person, account: Account, mediaId: string, isArticle: boolean): void {
  const type = isArticle ? "news" : "image";
  sim.chats
    .of(person.name, account.appid)
    .add({ from: "account", type, text: isArticle ? mediaId : "", links: [], mediaId });
}
