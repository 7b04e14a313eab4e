/** A `fetch` that answers as WeChat does for one account, by a script. */
import type { AccessToken, TokenStore } from "../../src/wechat/index.ts";

export const appid = "wxb11529c136998cb6";
export const appSecret = "0123456789abcdef0123456789abcdef";

export interface Asked {
  method: string;
  origin: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  redirect: string | undefined;
}

type Answer = (asked: Asked, signal: AbortSignal) => unknown;

export interface ScriptedWechat {
  fetch: typeof fetch;
  /** Every request, in order. */
  asked: Asked[];
  /** The number of requests to a path. */
  count(path: string): number;
}

/** Objects are sent as JSON and `Response`s unchanged. A function that throws is a failed connection. */
export function createScriptedWechat(answers: Record<string, Answer>): ScriptedWechat {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input));
    const question = {
      method: init?.method ?? "GET",
      origin: url.origin,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
      redirect: init?.redirect,
    };
    asked.push(question);
    await new Promise((resolve) => setImmediate(resolve));
    const answer = await answers[url.pathname]?.(question, init?.signal ?? new AbortController().signal);
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return { fetch, asked, count: (path: string) => asked.filter((question) => question.path === path).length };
}

export interface KeptTokens extends TokenStore {
  kept: Map<string, AccessToken>;
}

export function createKeptTokens(): KeptTokens {
  const kept = new Map<string, AccessToken>();
  return {
    kept,
    load: async (appid) => kept.get(appid),
    save: async (appid, token) => void kept.set(appid, token),
  };
}
