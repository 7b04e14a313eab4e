export interface Message {
  id: string;
  from: "account" | "person" | "system";
  type: "text" | "news" | "image" | "voice" | "video" | "music" | "tip";
  text: string;
  links: { text: string; href: string; start: number }[];
  at: string;
  articles?: { title: string; description: string; url: string }[];
}

export interface AccountRow {
  appid: string;
  name: string;
  kind: "service" | "subscription" | "test" | "mini-program" | "website";
  follows: boolean;
  last: Message | null;
}

export interface Person {
  name: string;
  displayName: string;
  client: "phone" | "desktop";
  sheet: { appid: string } | null;
  accounts: AccountRow[];
}

export interface Scanned {
  outcome: "pushed" | "follow-sheet" | "expired" | "chat" | "page";
  appid?: string;
  url?: string;
}

export interface WorldPerson {
  name: string;
  displayName: string;
  follows: string[];
}

/** A call of the control API: its JSON, or an error with the problem's detail. */
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
