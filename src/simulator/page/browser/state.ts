import type { ApiResult, Message, Person, Sms } from "./api.ts";

/** The sheets that only this page knows about (follow and consent sheets come from the simulator). */
export type Overlay =
  | { kind: "camera"; note: "hint" | "reading" | "waiting" | "wrong"; text?: string; preview?: string }
  | { kind: "people" }
  | { kind: "more"; appid: string }
  | { kind: "sms"; messages: Sms[] }
  | { kind: "expired" }
  | { kind: "failed"; text: string };

/** Everything one phone shows. */
export interface State {
  name: string;
  person: Person | undefined;
  /** The appid of the open chat; undefined: the list. */
  chat: string | undefined;
  messages: Message[];
  overlay: Overlay | undefined;
  /** The entry of the chat's menu whose sub-entries are open. */
  menu: number | undefined;
  /** The results of the open mini-program's calls, newest first. */
  results: { call: string; result: ApiResult }[];
  /** The text in the input line when the chat opens. */
  draft: string;
  /** The text message of the banner. */
  news: Sms | undefined;
  /** The number of actions whose push waits for its reply. */
  waiting: number;
  offline: boolean;
}

export const stateOf = (name: string): State => ({
  name,
  person: undefined,
  chat: undefined,
  messages: [],
  overlay: undefined,
  menu: undefined,
  results: [],
  draft: "",
  news: undefined,
  waiting: 0,
  offline: false,
});
