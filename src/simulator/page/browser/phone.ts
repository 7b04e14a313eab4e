import { call, type Message, type Person, personPath, type Scanned, type WorldPerson } from "./api.ts";
import { initial, type Overlay, type State } from "./state.ts";
import { words } from "./words.ts";

/** The phone in the hand: its state, and what one can do with it. */
export interface Phone {
  state(): State;
  start(name: string | undefined): Promise<void>;
  refresh(): Promise<void>;
  hold(name: string): Promise<void>;
  openChat(appid: string | undefined): Promise<void>;
  show(overlay: Overlay | undefined): void;
  /** Scans a text or a picture (PNG or JPEG, as a data URI) and goes where that leads. */
  scan(sight: { content: string } | { image: string }): Promise<void>;
  follow(appid: string): Promise<void>;
  unfollow(appid: string): Promise<void>;
  closeSheet(): Promise<void>;
  send(text: string): Promise<void>;
  tap(messageId: string, link: number): Promise<void>;
  switchClient(): Promise<void>;
}

export function createPhone(draw: (state: State) => void): Phone {
  let state: State = initial;
  const set = (changes: Partial<State>): void => {
    state = { ...state, ...changes };
    draw(state);
  };
  const here = (): string => personPath(state.name);
  const show = (overlay: Overlay | undefined): void => set({ overlay });

  async function refresh(): Promise<void> {
    const { name, chat } = state;
    if (name === "") return;
    try {
      const person = await call<Person>("GET", personPath(name));
      const messages = chat === undefined ? [] : await messagesOf(name, chat);
      // Whoever changed phone or chat meanwhile has asked again.
      if (name === state.name && chat === state.chat) set({ person, messages, offline: false });
    } catch {
      set({ offline: true });
    }
  }

  /** Does something whose push may take its time; what it was answered is on the screen afterwards. */
  async function act<T>(work: () => Promise<T>): Promise<T | undefined> {
    set({ waiting: state.waiting + 1 });
    const early = setTimeout(refresh, 60);
    try {
      return await work();
    } catch (error) {
      show({ kind: "failed", text: error instanceof TypeError ? words.offline : (error as Error).message });
      return undefined;
    } finally {
      clearTimeout(early);
      set({ waiting: state.waiting - 1 });
      await refresh();
    }
  }

  async function openChat(appid: string | undefined): Promise<void> {
    const messages = appid === undefined ? [] : await messagesOf(state.name, appid);
    set({ chat: appid, messages, overlay: undefined });
  }

  async function hold(name: string): Promise<void> {
    set({ name, person: undefined, chat: undefined, messages: [], overlay: undefined });
    await refresh();
  }

  async function scan(sight: { content: string } | { image: string }): Promise<void> {
    const preview = "image" in sight ? { preview: sight.image } : {};
    show({ kind: "camera", note: "reading", ...preview });
    // What takes longer than reading does is the service's answer to the push.
    const late = setTimeout(() => show({ kind: "camera", note: "waiting", ...preview }), 1500);
    let scanned: Scanned;
    try {
      scanned = await call<Scanned>("POST", `${here()}/scan`, sight);
    } catch (error) {
      const text = "image" in sight ? words.unreadable : (error as Error).message;
      return show({ kind: "camera", note: "wrong", text, ...preview });
    } finally {
      clearTimeout(late);
    }
    await refresh();
    if (scanned.outcome === "expired") return show({ kind: "expired" });
    if (scanned.outcome === "page") return show({ kind: "page", url: scanned.url ?? "" });
    if (scanned.outcome === "follow-sheet") return show(undefined);
    await openChat(scanned.appid);
  }

  async function follow(appid: string): Promise<void> {
    const messages = await messagesOf(state.name, appid);
    const person = state.person && { ...state.person, sheet: null };
    set({ chat: appid, messages, person, overlay: undefined });
    await act(() => call("POST", `${here()}/follow`, { appid }));
  }

  return {
    state: () => state,
    async start(name) {
      const { people } = await call<{ people: WorldPerson[] }>("GET", "/world");
      const first = people.find((person) => person.name === name) ?? people[0];
      set({ people });
      if (first !== undefined) await hold(first.name);
    },
    refresh,
    hold,
    openChat,
    show,
    scan,
    follow,
    async unfollow(appid) {
      show(undefined);
      await act(() => call("POST", `${here()}/unfollow`, { appid }));
      await openChat(undefined);
    },
    async closeSheet() {
      await call("DELETE", `${here()}/sheet`);
      await refresh();
    },
    async send(text) {
      await act(() => call("POST", `${here()}/send`, { appid: state.chat, text }));
    },
    async tap(messageId, link) {
      const tapped = await act(() => call<Scanned>("POST", `${here()}/tap`, { appid: state.chat, messageId, link }));
      if (tapped?.outcome === "page") show({ kind: "page", url: tapped.url ?? "" });
    },
    async switchClient() {
      show(undefined);
      const client = state.person?.client === "desktop" ? "phone" : "desktop";
      await act(() => call("PATCH", here(), { client }));
    },
  };
}

async function messagesOf(name: string, appid: string): Promise<Message[]> {
  const { messages } = await call<{ messages: Message[] }>("GET", `${personPath(name)}/chats/${appid}`);
  return messages;
}
