// What the phone's page gets from the simulator: types and calls.
import type { Language } from "./language.ts";

export interface Message {
  id: string;
  from: "account" | "person" | "system";
  type:
    | "text"
    | "news"
    | "image"
    | "voice"
    | "video"
    | "shortvideo"
    | "music"
    | "location"
    | "link"
    | "mini-program"
    | "card"
    | "notice"
    | "tip";
  text: string;
  links: { text: string; href: string; start: number }[];
  at: string;
  title?: string;
  description?: string;
  fields?: { label: string; value: string }[];
  articles?: { title: string; description: string; url: string }[];
  isAi?: boolean;
}

export interface Button {
  name: string;
  type?: string;
  sub_button: Button[];
}

export interface AccountRow {
  appid: string;
  name: string;
  kind: "service" | "subscription" | "test" | "mini-program" | "website";
  follows: boolean;
  last: Message | null;
  menu: Button[] | null;
  isTyping: boolean;
}

/** The state of a phone besides its chats, as the simulator returns it. */
export interface Person {
  name: string;
  displayName: string;
  client: "phone" | "desktop";
  language: Language;
  phone: string | null;
  countryCode: string;
  sheet: { appid: string } | null;
  consent: { kind: "login" | "userinfo" | "phone-number" | "privacy"; appid: string; name: string } | null;
  page: { id: number; url: string; title: string; outcome: string; isSnapshot: boolean; first: string } | null;
  miniProgram: {
    appid: string;
    name: string;
    path: string;
    query: Record<string, string>;
    launchScene: number;
    preview: string | null;
  } | null;
  sms: number;
  accounts: AccountRow[];
  miniPrograms: { appid: string; name: string }[];
}

/** What a scan, a tap or a menu entry leads to. */
export interface Outcome {
  outcome?: "pushed" | "follow-sheet" | "expired" | "chat" | "page" | "mini-program" | "no-access" | "too-many-visits";
  appid?: string;
  url?: string;
  page?: { appid: string; path: string };
}

export interface Sms {
  from: string;
  text: string;
  at: string;
}

export interface ApiResult {
  errMsg: string;
  code?: string;
  errno?: number;
}

export interface WorldPerson {
  name: string;
  displayName: string;
  language: Language;
  phone: string | null;
  follows: string[];
}

/** Calls the control API. Returns its JSON, or throws an error with the problem's detail. */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "content-type": "application/json" };
  }
  const response = await fetch(`/_sim${path}`, init);
  if (response.status === 204) return undefined as T;
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? response.statusText);
  return answer as T;
}

export const personPath = (name: string): string => `/people/${encodeURIComponent(name)}`;
