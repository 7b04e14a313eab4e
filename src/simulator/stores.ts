// The stores of the simulated WeChat.
import type { Random } from "../base/random.ts";
import { createMenus, type Menus } from "./api/menu/menus.ts";
import { type Allowances, createAllowances } from "./api/message/allowances.ts";
import { createTyping, type Typing } from "./api/message/typing.ts";
import { createMiniLinks, type MiniLinks } from "./api/mini-program/links.ts";
import { createMiniCodes, type MiniCodes } from "./api/mini-program/minicodes.ts";
import { createSessions, type Sessions } from "./api/mini-program/sessions.ts";
import { createQuota, type Quota } from "./api/quota/quota.ts";
import { createRefusedCalls, type RefusedCalls } from "./api/quota/request-ids.ts";
import { createTickets, type Tickets } from "./api/ticket/tickets.ts";
import { createNotes, type Notes } from "./api/user/notes.ts";
import { type BackgroundTasks, createBackgroundTasks } from "./background-tasks.ts";
import type { MovableClock } from "./clock.ts";
import { createOpenData, type OpenData } from "./people/open-data.ts";
import { createMedia, type Media } from "./push/media.ts";
import type { Settings } from "./settings.ts";
import { createFollows, type Follows } from "./world/follows.ts";
import { createPreferences, type PreferenceStore } from "./world/preferences.ts";

/** The stores of calls and people. */
export interface Stores {
  readonly quota: Quota;
  readonly refusedCalls: RefusedCalls;
  readonly menus: Menus;
  readonly miniCodes: MiniCodes;
  readonly miniLinks: MiniLinks;
  readonly sessions: Sessions;
  readonly openData: OpenData;
  readonly allowances: Allowances;
  readonly typing: Typing;
  readonly preferences: PreferenceStore;
  readonly follows: Follows;
  readonly media: Media;
  readonly backgroundTasks: BackgroundTasks;
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
    refusedCalls: createRefusedCalls(),
    menus: createMenus(random),
    miniCodes: createMiniCodes(),
    miniLinks: createMiniLinks(clock, random),
    sessions: createSessions(clock, random, settings),
    openData: createOpenData(clock),
    allowances: createAllowances(clock, settings),
    typing: createTyping(clock),
    preferences: createPreferences(),
    follows: createFollows(clock),
    media: createMedia(random),
    backgroundTasks: createBackgroundTasks(),
    notes: createNotes(),
    tickets: createTickets(clock, random),
  };
}
