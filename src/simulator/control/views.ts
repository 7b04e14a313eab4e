import type { BrowserView, Page } from "../people/browser-view.ts";
import type { MiniProgram } from "../phone/mini-program.ts";
import type { Prompt } from "../phone/phones.ts";
import type { Settings } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { type AccountRow, accountRows } from "./account-rows.ts";

/** `GET /_sim/world`: everything a client of this WeChat needs to know, secrets included. */
export interface WorldView {
  accounts: Account[];
  people: {
    name: string;
    displayName: string;
    client: "phone" | "desktop";
    avatar: string;
    phone: string | null;
    countryCode: string;
    /** By appid, of every account. */
    openIds: Record<string, string>;
    /** By Open Platform account. */
    unionIds: Record<string, string>;
    follows: string[];
  }[];
}

export function worldView({ accounts, people }: Simulation): WorldView {
  const all = accounts.all();
  const bound = new Map(all.map((account) => [account.openPlatform, account]));
  bound.delete(null);
  return {
    accounts: all,
    people: people.all().map((person) => ({
      name: person.name,
      displayName: person.displayName,
      client: person.client,
      avatar: person.avatar,
      phone: person.phone,
      countryCode: person.countryCode,
      openIds: Object.fromEntries(all.map(({ appid }) => [appid, person.openId(appid)])),
      unionIds: Object.fromEntries([...bound].map(([platform, account]) => [platform, person.unionId(account)])),
      follows: [...person.follows],
    })),
  };
}

/** A page in the address bar's words. `first` is where the way to it began. */
export interface PageView extends Pick<BrowserView, "url" | "title" | "outcome" | "isSnapshot"> {
  /** Another one for each page that comes. */
  id: number;
  first: string;
}

/** What one phone shows besides the messages themselves. */
export interface PersonView {
  name: string;
  displayName: string;
  client: "phone" | "desktop";
  avatar: string;
  phone: string | null;
  countryCode: string;
  sheet: { appid: string } | null;
  /** What the phone asks, over everything else. */
  consent: { kind: Prompt["kind"]; appid: string; name: string } | null;
  /** The page that is open in its browser. */
  page: PageView | null;
  /** With the address of the page that stands for its own, where the account has one. */
  miniProgram: (MiniProgram & { name: string; preview: string | null }) | null;
  /** How many text messages came. */
  sms: number;
  accounts: AccountRow[];
  /** Those one can open. */
  miniPrograms: { appid: string; name: string }[];
}

export function personView(sim: Simulation, person: Person): PersonView {
  const { name, displayName, client, avatar, phone, countryCode, sheet } = person;
  return {
    name,
    displayName,
    client,
    avatar,
    phone,
    countryCode,
    ...screenOf(sim, name),
    sheet: sheet === undefined ? null : { appid: sheet.appid },
    accounts: accountRows(sim, person),
    miniPrograms: sim.accounts
      .all()
      .filter(({ kind }) => kind === "mini-program")
      .map(({ appid, name: accountName }) => ({ appid, name: accountName })),
  };
}

/** What lies on the phone's screen besides WeChat's chats. */
function screenOf({ phones, accounts }: Simulation, name: string) {
  const { prompt, page, miniProgram, sms } = phones.of(name);
  return {
    consent: prompt ? { kind: prompt.kind, appid: prompt.account.appid, name: prompt.account.name } : null,
    page: page ? pageView(page) : null,
    miniProgram: miniProgram ? shownIn(miniProgram, accounts.get(miniProgram.appid)) : null,
    sms: sms.length,
  };
}

function shownIn(page: MiniProgram, account: Account | undefined): PersonView["miniProgram"] {
  const { name = "", previewUrl = null } = account ?? {};
  if (previewUrl === null) return { ...page, name, preview: null };
  const preview = new URL(previewUrl);
  const { appid, path, query } = page;
  for (const [key, value] of Object.entries({ appid, path, ...query })) preview.searchParams.set(key, value);
  return { ...page, name, preview: preview.href };
}

const pageView = ({ id, view: { url, title, outcome, isSnapshot, chain } }: Page): PageView => ({
  id,
  url,
  title,
  outcome,
  isSnapshot,
  first: chain[0]?.url ?? url,
});

export type SettingsView = Settings & { clock: { now: string; advancedSeconds: number } };

export const settingsView = ({ settings, clock }: Simulation): SettingsView => ({
  ...settings,
  clock: { now: new Date(clock.now()).toISOString(), advancedSeconds: clock.offset() },
});
