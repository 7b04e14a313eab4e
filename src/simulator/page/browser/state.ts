import type { Message, Person, WorldPerson } from "./api.ts";

/** What lies over the screen, drawn by this page alone (the follow sheet comes from the simulator). */
export type Overlay =
  | { kind: "camera"; note: "hint" | "reading" | "waiting" | "wrong"; text?: string; preview?: string }
  | { kind: "people" }
  | { kind: "more"; appid: string }
  | { kind: "expired" }
  | { kind: "page"; url: string }
  | { kind: "failed"; text: string };

/** Everything the page shows. */
export interface State {
  people: WorldPerson[];
  name: string;
  person: Person | undefined;
  /** The appid of the open chat; undefined: the list. */
  chat: string | undefined;
  messages: Message[];
  overlay: Overlay | undefined;
  /** Acts whose push waits for its answer. */
  waiting: number;
  offline: boolean;
}

export const initial: State = {
  people: [],
  name: "",
  person: undefined,
  chat: undefined,
  messages: [],
  overlay: undefined,
  waiting: 0,
  offline: false,
};
