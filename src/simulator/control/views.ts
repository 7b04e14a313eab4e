import type { BrowserView, Page } from "../people/browser-view.ts";
import type { MiniProgram, Prompt } from "../phone/phones.ts";
import type { Settings } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { type AccountRow, accountRows } from "./account-rows.ts";

/** `GET /_sim/world`: everything that a client of the simulator needs, including secrets. */
export interface WorldView {
  /** The accounts. */
  accounts: Account[];
  /** The people. */
  people: {
    /** The person's name in the world. */
    name: string;
    /** The WeChat nickname. */
    displayName: string;
    /** The client that the person uses. */
    client: "phone" | "desktop";
    /** The language of the person's WeChat. */
    language: "zh-CN" | "en";
    /** The seed or the address of the picture. */
    avatar: string;
    /** The phone number, without country code; null: none is bound. */
    phone: string | null;
    /** The country code of the phone number. */
    countryCode: string;
    /** Their openids, by the appid of every account. */
    openIds: Record<string, string>;
    /** Their unionids, by Open Platform account. */
    unionIds: Record<string, string>;
    /** The appids of the accounts they follow. */
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
      language: person.language,
      avatar: person.avatar,
      phone: person.phone,
      countryCode: person.countryCode,
      openIds: Object.fromEntries(all.map(({ appid }) => [appid, person.openId(appid)])),
      unionIds: Object.fromEntries([...bound].map(([platform, account]) => [platform, person.unionId(account)])),
      follows: [...person.follows],
    })),
  };
}

/** An open page. `first` is the address that was opened first, before redirects. */
export interface PageView extends Pick<BrowserView, "url" | "title" | "outcome" | "isSnapshot"> {
  /** A new id for each page that opens. */
  id: number;
  first: string;
}

/** What a phone shows, except for the messages themselves. */
export interface PersonView {
  /** The person's name in the world. */
  name: string;
  /** The WeChat nickname. */
  displayName: string;
  /** The client that the person uses. */
  client: "phone" | "desktop";
  /** The language of the person's WeChat. */
  language: "zh-CN" | "en";
  /** The seed or the address of the picture. */
  avatar: string;
  /** The phone number, without country code; null: none is bound. */
  phone: string | null;
  /** The country code of the phone number. */
  countryCode: string;
  /** The follow sheet that is open; null: none is. */
  sheet: {
    /** The account to follow. */
    appid: string;
  } | null;
  /** The question that the phone shows over everything else; null: none. */
  consent: {
    /** The kind of question. */
    kind: Prompt["kind"];
    /** The account that asks. */
    appid: string;
    /** The account's name. */
    name: string;
  } | null;
  /** The page that is open in the phone's browser; null: none is. */
  page: PageView | null;
  /** The mini-program that is open; null: none is. */
  miniProgram:
    | (MiniProgram & {
        /** The mini-program's name. */
        name: string;
        /** The address of the page shown in its place; null: there is none. */
        preview: string | null;
      })
    | null;
  /** How many SMS have come. */
  sms: number;
  /** The list of chats. */
  accounts: AccountRow[];
  /** The mini-programs that can be opened. */
  miniPrograms: {
    /** The mini-program's appid. */
    appid: string;
    /** The mini-program's name. */
    name: string;
  }[];
}

export function personView(sim: Simulation, person: Person): PersonView {
  const { name, displayName, client, language, avatar, phone, countryCode, sheet } = person;
  return {
    name,
    displayName,
    client,
    language,
    avatar,
    phone,
    countryCode,
    ...screenOf(sim, person),
    sheet: sheet === undefined ? null : { appid: sheet.appid },
    accounts: accountRows(sim, person),
    miniPrograms: sim.accounts
      .all()
      .filter(({ kind }) => kind === "mini-program")
      .map(({ appid, name: accountName }) => ({ appid, name: accountName })),
  };
}

/** What lies on the phone's screen besides WeChat's chats. */
function screenOf({ phones, accounts }: Simulation, { name, language }: Person) {
  const { prompt, page, miniProgram, sms } = phones.of(name);
  return {
    consent: prompt ? { kind: prompt.kind, appid: prompt.account.appid, name: prompt.account.name } : null,
    page: page ? pageView(page) : null,
    miniProgram: miniProgram ? shownIn(miniProgram, language, accounts.get(miniProgram.appid)) : null,
    sms: sms.length,
  };
}

function shownIn(
  page: MiniProgram,
  language: Person["language"],
  account: Account | undefined,
): PersonView["miniProgram"] {
  const { name = "", previewUrl = null } = account ?? {};
  if (previewUrl === null) return { ...page, name, preview: null };
  const preview = new URL(previewUrl);
  const { appid, path, query } = page;
  for (const [key, value] of Object.entries({ appid, path, language, ...query })) preview.searchParams.set(key, value);
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

/** The settings, and the world's clock. */
export type SettingsView = Settings & {
  /** The world's clock. */
  clock: {
    /** The time in the world (RFC 3339, UTC). */
    now: string;
    /** Seconds that it is ahead of the machine's clock. */
    advancedSeconds: number;
  };
};

export const settingsView = ({ settings, clock }: Simulation): SettingsView => ({
  ...settings,
  clock: { now: new Date(clock.now()).toISOString(), advancedSeconds: clock.offset() },
});
