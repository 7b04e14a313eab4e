import { call, type Message, type Outcome, type Person, personPath, type Sms, type WorldPerson } from "./api.ts";
import { type Apps, createApps } from "./apps.ts";
import { tellRefusal } from "./host-page.ts";
import { type Overlay, type State, stateOf } from "./state.ts";
import { words } from "./words.ts";

export interface Others {
  people(): readonly WorldPerson[];
  select(name: string): Promise<void>;
  /** Creates a new person and shows their phone. */
  welcome(): Promise<void>;
}

/** One phone: its state and its actions. */
export interface Phone extends Apps {
  state(): State;
  /** The people of this world, to choose another phone. */
  readonly others: Others;
  refresh(): Promise<void>;
  /** Opens a chat, or the list. `draft` is put into the input line. */
  openChat(appid: string | undefined, draft?: string): Promise<void>;
  show(overlay: Overlay | undefined): void;
  /** Closes everything above WeChat's chats: sheets, pages and mini-programs. */
  toFront(): Promise<void>;
  /** Scans a text or a picture (PNG or JPEG, as a data URI), and opens its target. */
  scan(input: { content: string } | { image: string }): Promise<void>;
  follow(appid: string): Promise<void>;
  unfollow(appid: string): Promise<void>;
  closeSheet(): Promise<void>;
  send(text: string): Promise<void>;
  tap(messageId: string, link: number): Promise<void>;
  /** Taps an entry of the chat's menu by its index. An entry with sub-entries opens or closes them. */
  tapMenu(index: readonly [number] | readonly [number, number], opens: boolean): Promise<void>;
  consent(allow: boolean): Promise<void>;
  showSms(): Promise<void>;
  switchClient(): Promise<void>;
}

export function createPhone(name: string, others: Others, draw: (state: State) => void): Phone {
  let state: State = stateOf(name);
  const set = (changes: Partial<State>): void => {
    state = { ...state, ...changes };
    draw(state);
  };
  const here = personPath(name);
  const show = (overlay: Overlay | undefined): void => set({ overlay });

  async function refresh(): Promise<void> {
    const { chat } = state;
    try {
      const person = await call<Person>("GET", here);
      const messages = chat === undefined ? [] : await messagesOf(here, chat);
      if (state.person !== undefined && person.sms > state.person.sms) void tellNews();
      // If another chat was opened meanwhile, its own request will draw it.
      if (chat === state.chat) set({ person, messages, offline: false });
    } catch {
      set({ offline: true });
    }
  }

  /** Shows a banner with a new text message for some time. */
  async function tellNews(): Promise<void> {
    const news = (await call<{ messages: Sms[] }>("GET", `${here}/sms`)).messages.at(-1);
    set({ news });
    setTimeout(() => state.news === news && set({ news: undefined }), 10_000);
  }

  /** Runs an action whose push may take some time, and then shows the reply. */
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

  async function openChat(appid: string | undefined, draft = ""): Promise<void> {
    const messages = appid === undefined ? [] : await messagesOf(here, appid);
    set({ chat: appid, messages, overlay: undefined, menu: undefined, draft });
  }

  const apps = createApps({ here, act, set, results: () => state.results, screen: () => state.person });
  const { openPage, openMiniProgram } = apps;

  /** Opens the target of a scan or a tap. */
  async function goTo(outcome: Outcome, from?: string): Promise<void> {
    const { page, url } = outcome;
    // The phone already shows the question whether to sign in.
    if (outcome.appid !== undefined && url?.includes("/connect/confirm")) return show(undefined);
    if (url !== undefined) return openPage(from === undefined ? { url } : { url, from });
    if (page !== undefined && outcome.outcome !== undefined && from === undefined) return show(undefined);
    if (page !== undefined) return openMiniProgram(page.appid, page.path);
  }

  async function scan(input: { content: string } | { image: string }): Promise<void> {
    const preview = "image" in input ? { preview: input.image } : {};
    show({ kind: "camera", note: "reading", ...preview });
    // If it takes longer than reading the picture, the phone waits for the service's reply to the push.
    const late = setTimeout(() => show({ kind: "camera", note: "waiting", ...preview }), 1500);
    let scanned: Outcome;
    try {
      scanned = await call<Outcome>("POST", `${here}/scan`, input);
    } catch (error) {
      const text = "image" in input ? words.unreadable : (error as Error).message;
      return show({ kind: "camera", note: "wrong", text, ...preview });
    } finally {
      clearTimeout(late);
    }
    await refresh();
    return arrive(scanned);
  }

  async function arrive(scanned: Outcome): Promise<void> {
    switch (scanned.outcome) {
      case "expired":
        return show({ kind: "expired" });
      case "no-access":
        return show({ kind: "failed", text: words.noAccess });
      case "too-many-visits":
        return show({ kind: "failed", text: words.tooManyVisits });
      case "follow-sheet":
      case "mini-program":
        return set({ overlay: undefined, results: [] });
      case "page":
        return goTo(scanned);
      default:
        return openChat(scanned.appid);
    }
  }

  async function follow(appid: string): Promise<void> {
    const messages = await messagesOf(here, appid);
    const person = state.person && { ...state.person, sheet: null };
    set({ chat: appid, messages, person, overlay: undefined });
    await act(() => call("POST", `${here}/follow`, { appid }));
  }

  async function consent(allow: boolean): Promise<void> {
    set({ person: state.person && { ...state.person, consent: null } });
    await act(() => call("POST", `${here}/consent`, { allow }));
  }

  return {
    state: () => state,
    others,
    refresh,
    openChat,
    show,
    scan,
    follow,
    ...apps,
    async toFront() {
      show(undefined);
      if (state.person?.consent) await consent(false);
      if (state.person?.sheet) await call("DELETE", `${here}/sheet`);
      if (state.person?.miniProgram) await apps.closeMiniProgram();
      if (state.person?.page) await apps.closePage();
    },
    async unfollow(appid) {
      show(undefined);
      await act(() => call("POST", `${here}/unfollow`, { appid }));
      await openChat(undefined);
    },
    async closeSheet() {
      await call("DELETE", `${here}/sheet`);
      await refresh();
    },
    async send(text) {
      set({ draft: "" });
      await act(() => call("POST", `${here}/send`, { appid: state.chat, text }));
    },
    async tap(messageId, link) {
      const { chat } = state;
      const tapped = await act(() => call<Outcome>("POST", `${here}/tap`, { appid: chat, messageId, link }));
      if (tapped !== undefined && tapped.outcome !== "pushed") await goTo(tapped, chat);
    },
    async tapMenu(index, opens) {
      if (opens) return set({ menu: state.menu === index[0] ? undefined : index[0] });
      const { chat } = state;
      set({ menu: undefined });
      const tapped = await act(() => call<Outcome>("POST", `${here}/menu`, { appid: chat, index }));
      if (tapped !== undefined) await goTo({ ...tapped, outcome: "page" }, chat);
    },
    async consent(allow) {
      if (!allow) tellRefusal();
      await consent(allow);
    },
    async showSms() {
      const { messages } = await call<{ messages: Sms[] }>("GET", `${here}/sms`);
      set({ news: undefined, overlay: { kind: "sms", messages } });
    },
    async switchClient() {
      show(undefined);
      const client = state.person?.client === "desktop" ? "phone" : "desktop";
      await act(() => call("PATCH", here, { client }));
    },
  };
}

async function messagesOf(here: string, appid: string): Promise<Message[]> {
  const { messages } = await call<{ messages: Message[] }>("GET", `${here}/chats/${appid}`);
  return messages;
}

/** The phones, side by side where there is room, and the people they belong to. */
export interface PhonesView {
  people(): readonly WorldPerson[];
  /** Names of the people whose phones lie here, from the left. */
  names(): readonly string[];
  /** The phone that was touched last: what is dropped or pasted elsewhere is for it. */
  active(): Phone | undefined;
  phoneAt(target: EventTarget | null): Phone | undefined;
  /** Takes this person's phone in the hand, in the place of the active one unless it lies here already. */
  select(name: string): Promise<void>;
  /** Lays this person's phone beside the others, or puts it away. */
  toggle(name: string): Promise<void>;
  loadPeople(): Promise<void>;
  /** Shows the phone of the person after the active one; of a new person if there is no other. */
  another(): Promise<void>;
  /** Takes the phone again that was in the hand before `another`; without one, the active one stays. */
  back(): Promise<void>;
  /** Creates a new person, with this number if given, and shows their phone. */
  welcome(phone?: string): Promise<void>;
  refresh(): Promise<void>;
}
