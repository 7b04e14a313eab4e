import { type ApiResult, call, type Person } from "./api.ts";
import type { State } from "./state.ts";

/** What WeChat opens over its chats: its browser, and mini-programs. */
export interface Apps {
  /** Opens a page in the phone's browser. */
  openPage(opening: { url: string; from?: string; full?: boolean; form?: Record<string, string> }): Promise<void>;
  closePage(): Promise<void>;
  /** Opens a page of a mini-program. Default of `path`: its home page. */
  openMiniProgram(appid: string, path?: string): Promise<void>;
  closeMiniProgram(): Promise<void>;
  /** Makes a call as the open mini-program's page; the screen shows its result. */
  callMiniProgram(api: keyof typeof calls): Promise<void>;
  /** Makes a call for the page in a frame, and returns the result to it. */
  askWx(api: keyof typeof calls): Promise<ApiResult | undefined>;
}

interface Parts {
  /** The person's path in the control API. */
  here: string;
  act<T>(work: () => Promise<T>): Promise<T | undefined>;
  set(changes: Partial<State>): void;
  results(): State["results"];
  screen(): Person | undefined;
}

const calls = {
  login: "wx.login",
  "phone-number": "getPhoneNumber",
  privacy: "wx.requirePrivacyAuthorize",
} as const;

export function createApps({ here, act, set, results, screen }: Parts): Apps {
  const without = (part: "page" | "miniProgram"): void => {
    const person = screen();
    set({ person: person && { ...person, [part]: null } });
  };
  const askWx = (api: keyof typeof calls) =>
    act(() => call<ApiResult>("POST", `${here}/mini-program/${api}`, api === "login" ? undefined : {}));
  return {
    async openPage(opening) {
      set({ overlay: undefined });
      await act(() => call("POST", `${here}/open`, opening));
    },
    async closePage() {
      without("page");
      await act(() => call("DELETE", `${here}/page`));
    },
    async openMiniProgram(appid, path) {
      set({ overlay: undefined, results: [] });
      const [page, query = ""] = (path ?? "").split("?");
      const launch = page
        ? { path: page.replace(/^\//, ""), query: Object.fromEntries(new URLSearchParams(query)) }
        : {};
      await act(() => call("POST", `${here}/mini-program`, { appid, ...launch }));
    },
    async closeMiniProgram() {
      without("miniProgram");
      await act(() => call("DELETE", `${here}/mini-program`));
    },
    askWx,
    async callMiniProgram(api) {
      const result = await askWx(api);
      if (result !== undefined) set({ results: [{ call: calls[api], result }, ...results()].slice(0, 20) });
    },
  };
}
