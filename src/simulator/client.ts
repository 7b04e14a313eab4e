// A client of a simulator in another process.
import { english } from "../base/english.ts";
import type { ChatControl } from "./control/chat-control.ts";
import type { Control } from "./control/control.ts";
import { Refused } from "./refused.ts";

type Asynchronous<T> = {
  [K in keyof T]: T[K] extends (...given: infer G) => infer R
    ? (...given: G) => Promise<Awaited<R>>
    : Asynchronous<T[K]>;
};

/** {@link Control}, every act a promise, for a simulator in another process. */
export type SimulatorClient = Asynchronous<Control>;

/** The options of {@link createSimulatorClient}. */
export interface ClientOptions {
  /** Sends the requests. Default: the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

const json = { "content-type": "application/json" };

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/**
 * Controls a simulator over HTTP.
 *
 * @param url The simulator's address, as in `http://127.0.0.1:7090`.
 * @throws {TypeError} if `url` is not an address.
 * @throws {Refused} (the promises) as in process, with every issue.
 * @example
 * import { createSimulatorClient } from "saoma/simulator";
 *
 * const simulator = createSimulatorClient("http://127.0.0.1:7090");
 * const { accounts } = await simulator.world();
 */
export function createSimulatorClient(url: string, options: ClientOptions = {}): SimulatorClient {
  if (!URL.canParse(url)) throw new TypeError("url must be the simulator's address, such as http://127.0.0.1:7090");
  const send = options.fetch ?? ((address, init) => fetch(address, init));
  const ask: Ask = async <T>(method: string, path: string, body?: unknown) => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: json }) };
    const response = await send(new URL(`/_sim${path}`, url).href, init).catch((cause) => {
      throw new Error(english`no simulator answers at ${url}: start it there with saoma simulator`, { cause });
    });
    if (response.status === 204) return undefined as T;
    const answer = (await response.json()) as unknown;
    if (!response.ok) throw refusedBy(response.status, answer);
    return answer as T;
  };
  return { ...worldCalls(ask), ...peopleCalls(ask), ...phoneCalls(ask), ...faultCalls(ask) };
}

function refusedBy(status: number, answer: unknown): Error {
  const { detail = `the simulator answered ${status}`, issues } = answer as {
    detail?: string;
    issues?: Refused["issues"];
  };
  const text = (issues?.length ?? 0) > 0 ? (detail.split(": ")[0] ?? detail) : detail;
  return new Refused(status as Refused["status"], text, issues);
}

const part = encodeURIComponent;
const of = (person: string, rest = ""): string => `/people/${part(person)}${rest}`;

type Calls<K extends keyof Control> = Pick<SimulatorClient, K>;

function worldCalls(
  ask: Ask,
): Calls<
  | "world"
  | "saveWorld"
  | "loadWorld"
  | "patchAccount"
  | "settings"
  | "patchSettings"
  | "addPerson"
  | "patchPerson"
  | "removePerson"
  | "person"
> {
  return {
    world: () => ask("GET", "/world"),
    saveWorld: () => ask("GET", "/world/save"),
    loadWorld: (world) => ask("PUT", "/world", world),
    patchAccount: (appid, changes, verify = false) => ask("PATCH", `/accounts/${part(appid)}`, { ...changes, verify }),
    settings: () => ask("GET", "/settings"),
    patchSettings: (changes) => ask("PATCH", "/settings", changes),
    addPerson: (person) => ask("POST", "/people", person),
    patchPerson: (name, changes) => ask("PATCH", of(name), changes),
    removePerson: (name) => ask("DELETE", of(name)),
    person: (name) => ask("GET", of(name)),
  };
}

function peopleCalls(ask: Ask): Calls<"scan" | "follow" | "unfollow" | "closeSheet" | "chat" | keyof ChatControl> {
  return {
    scan: (name, sight) => ask("POST", of(name, "/scan"), sight),
    follow: (name, appid) => ask("POST", of(name, "/follow"), { appid }),
    unfollow: (name, appid) => ask("POST", of(name, "/unfollow"), { appid }),
    send: (name, appid, message) =>
      ask("POST", of(name, "/send"), { appid, ...(typeof message === "string" ? { text: message } : message) }),
    tap: (name, appid, messageId, link = 0) => ask("POST", of(name, "/tap"), { appid, messageId, link }),
    menu: (name, appid, entry) =>
      ask("POST", of(name, "/menu"), { appid, ...(typeof entry === "string" ? { key: entry } : entry) }),
    happen: (name, appid, event) => ask("POST", of(name, "/event"), { appid, ...event }),
    setPreferences: (name, appid, changes) => ask("PATCH", of(name, `/accounts/${part(appid)}`), changes),
    settled: () => ask("POST", "/settled"),
    closeSheet: (name) => ask("DELETE", of(name, "/sheet")),
    chat: async (name, appid) => {
      const { messages } = await ask<{ messages: ReturnType<Control["chat"]> }>(
        "GET",
        of(name, `/chats/${part(appid)}`),
      );
      return messages;
    },
  };
}

function phoneCalls(ask: Ask): Calls<"open" | "page" | "closePage" | "consent" | "miniProgram" | "sms"> {
  return {
    open: (name, opening) => ask("POST", of(name, "/open"), opening),
    page: async (name) =>
      (await ask<Awaited<ReturnType<Control["page"]>> | null>("GET", of(name, "/page"))) ?? undefined,
    closePage: (name) => ask("DELETE", of(name, "/page")),
    consent: (name, allow) => ask("POST", of(name, "/consent"), { allow }),
    miniProgram: miniProgramCalls(ask),
    sms: {
      send: (message) => ask("POST", "/sms", message),
      inbox: async (name) => {
        const { messages } = await ask<{ messages: Awaited<ReturnType<Control["sms"]["inbox"]>> }>(
          "GET",
          of(name, "/sms"),
        );
        return messages;
      },
    },
  };
}

type MiniPrograms = SimulatorClient["miniProgram"];

function miniProgramCalls(ask: Ask): MiniPrograms {
  const at = (name: string, rest = ""): string => of(name, `/mini-program${rest}`);
  return {
    open: (name, appid, launch = {}) => ask("POST", at(name), { appid, ...launch }),
    view: async (name) => (await ask<Awaited<ReturnType<MiniPrograms["view"]>> | null>("GET", at(name))) ?? undefined,
    close: (name) => ask("DELETE", at(name)),
    login: (name) => ask("POST", at(name, "/login")),
    phoneNumber: (name, answer) => ask("POST", at(name, "/phone-number"), { answer }),
    privacySetting: (name) => ask("GET", at(name, "/privacy")),
    requirePrivacy: (name, answer) => ask("POST", at(name, "/privacy"), { answer }),
  };
}

function faultCalls(ask: Ask): Calls<"faults" | "log" | "clearLog"> {
  return {
    faults: {
      add: (fault) => ask("POST", "/faults", fault),
      list: async () => (await ask<{ faults: ReturnType<Control["faults"]["list"]> }>("GET", "/faults")).faults,
      clear: () => ask("DELETE", "/faults"),
    },
    log: () => ask("GET", "/log"),
    clearLog: () => ask("DELETE", "/log"),
  };
}
