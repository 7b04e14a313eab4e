import type { Random } from "../base/random.ts";
import { type Afterwards, createAfterwards } from "./afterwards.ts";
import { createMenus, type Menus } from "./api/menu/menus.ts";
import { type Allowances, createAllowances } from "./api/message/allowances.ts";
import { createTyping, type Typing } from "./api/message/typing.ts";
import { createMiniLinks, type MiniLinks } from "./api/mini-program/links.ts";
import { createMiniCodes, type MiniCodes } from "./api/mini-program/minicodes.ts";
import { createSessions, type Sessions } from "./api/mini-program/sessions.ts";
import { createQuota, type Quota } from "./api/quota/quota.ts";
import { createRids, type Rids } from "./api/quota/rids.ts";
import { createTickets, type Tickets } from "./api/ticket/tickets.ts";
import { createNotes, type Notes } from "./api/user/notes.ts";
import type { MovableClock } from "./clock.ts";
import { createOpenData, type OpenData } from "./people/open-data.ts";
import { createMedia, type Media } from "./push/media.ts";
import type { Settings } from "./settings.ts";
import { type Choices, createChoices } from "./world/choices.ts";
import { createFollowings, type Followings } from "./world/followings.ts";

/** What WeChat's calls, and the people they are about, remember from one to the next. */
export interface Stores {
  readonly quota: Quota;
  readonly rids: Rids;
  readonly menus: Menus;
  readonly miniCodes: MiniCodes;
  readonly miniLinks: MiniLinks;
  readonly sessions: Sessions;
  readonly openData: OpenData;
  readonly allowances: Allowances;
  readonly typing: Typing;
  readonly choices: Choices;
  readonly followings: Followings;
  readonly media: Media;
  readonly afterwards: Afterwards;
  readonly notes: Notes;
  readonly tickets: Tickets;
}

export interface StoreParts {
  clock: MovableClock;
  random: Random;
  settings: Settings;
}

export function createStores({ clock, random, settings }: StoreParts): Stores {
  return {
    quota: createQuota(clock),
    rids: createRids(),
    menus: createMenus(random),
    miniCodes: createMiniCodes(),
    miniLinks: createMiniLinks(clock, random),
    sessions: createSessions(clock, random, settings),
    openData: createOpenData(clock),
    allowances: createAllowances(clock, settings),
    typing: createTyping(clock),
    choices: createChoices(),
    followings: createFollowings(clock),
    media: createMedia(random),
    afterwards: createAfterwards(),
    notes: createNotes(),
    tickets: createTickets(clock, random),
  };
}
