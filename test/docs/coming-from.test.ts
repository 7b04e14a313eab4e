import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { createEventParser } from "../../src/client/event-parser.ts";
import { createSaoma } from "../../src/index.ts";
import { type Listener, listen } from "../../src/server/listener.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";
import { blocksOf, read } from "../repo/pages.ts";
import type { Browser } from "../stage/browser.ts";
import { origin, type Stage, setStage } from "../stage/stage.ts";

const blocks = blocksOf(read("docs/coming-from.md")).filter(({ language }) => language === "js");

/** Runs the page's code block that contains `mark`, with these globals of a browser. Returns the value named by `result`. */
async function run(mark: string, globals: Record<string, unknown>, result = "undefined"): Promise<unknown> {
  const shared = blocks.find(({ code }) => code.includes("async function call"))?.code ?? "";
  const code = blocks.find((block) => block.code.includes(mark))?.code;
  if (code === undefined) throw new Error(`no code of the page has ${mark}`);
  const folder = mkdtempSync(join(tmpdir(), "saoma-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "snippet.mjs");
  const names = Object.keys(globals).join(", ");
  writeFileSync(file, `export default async ({ ${names} }) => {\n${shared}\n${code}\nreturn ${result};\n};\n`);
  return (await import(pathToFileURL(file).href)).default(globals);
}

let stage: Stage;
let listener: Listener;
let browser: Browser;

beforeEach(async () => {
  stage = await setStage({ application: { confirm: "always" } });
  listener = await listen({ host: "127.0.0.1", port: 0, handler: (...given) => stage.saoma.node(...given) });
  stage.saoma.attach(listener.server);
  browser = stage.browser();
});

afterEach(async () => {
  await stage.saoma.close();
  await listener.close(0);
  await stage.close();
});

/** What the snippets display, and a way to wait for it. */
function screen() {
  const shown: string[] = [];
  let wake = () => {};
  return {
    show(text: string) {
      shown.push(text);
      wake();
    },
    async until(pattern: RegExp): Promise<string> {
      for (;;) {
        const found = shown.findLast((text) => pattern.test(text));
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** `fetch` as a page of the service's origin has it. */
const pageFetch = (path: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
  browser.request(init.method ?? "GET", path, { headers: init.headers ?? {}, body: init.body });

const cookie = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

function PageSocket(url: string): WebSocket {
  const here = listener.url.replace("http", "ws");
  return new WebSocket(url.replace(/^wss:\/\/[^/]+/, here), { headers: { cookie: cookie(), origin } });
}

/** The parts of an `EventSource` that the page uses. */
function PageEvents(path: string) {
  const heard: ((event: { data: string }) => void)[] = [];
  const stop = new AbortController();
  void (async () => {
    const response = await browser.request("GET", path, { signal: stop.signal });
    const parse = createEventParser();
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      for (const { data } of parse(text)) if (data) for (const listener of heard) listener({ data });
    }
  })().catch(() => {});
  return {
    addEventListener: (_name: string, listener: (event: { data: string }) => void) => void heard.push(listener),
    close: () => stop.abort(),
  };
}

const qr = (image: string) => ({ qr: { image } }) as Parameters<Stage["scan"]>[1];

async function scanAndConfirm(image: string): Promise<void> {
  await stage.scan("xiaoming", qr(image));
  await stage.tap("xiaoming", "是我，登录");
}

test("the page that polled by uid polls, and is signed in", async () => {
  const { show, until } = screen();
  const running = run("if-none-match", { fetch: pageFetch, show });
  await scanAndConfirm(await until(/^data:image/));
  await running;
  expect(await until(/^Hello, ./)).toBeTruthy();
});

test("the page that had a clientId listens to a WebSocket, and is signed in", async () => {
  const { show, until } = screen();
  const location = { host: new URL(origin).host };
  await run("new WebSocket", { fetch: pageFetch, show, WebSocket: PageSocket, location });
  const image = await until(/^data:image/);
  await stage.scan("xiaoming", qr(image));
  await until(/Confirm on your phone/);
  await stage.tap("xiaoming", "是我，登录");
  expect(await until(/^Hello, ./)).toBeTruthy();
});

test("the page that listened to init#, refresh#, scan and login# does, with a new code after a refresh", async () => {
  const { show, until } = screen();
  const globals = { fetch: pageFetch, show, EventSource: PageEvents };
  const refresh = (await run("new EventSource", globals, "refresh")) as () => Promise<unknown>;
  const first = await until(/^\d{6}$/);
  await refresh();
  const second = await until(new RegExp(`^(?!${first})\\d{6}$`));
  await stage.simulator.control.follow("xiaoming", stage.appid);
  await stage.say("xiaoming", second);
  await until(/Confirm in the chat/);
  await stage.tap("xiaoming", "是我，登录");
  expect(await until(/^Hello, ./)).toBeTruthy();
});

test("the states of the base64 page come one after another", async () => {
  const { show, until } = screen();
  const state = (await run(
    "async function stateOf",
    { fetch: pageFetch, show },
    "() => stateOf(attempt)",
  )) as () => Promise<{
    state: string;
  }>;
  expect((await state()).state).toBe("waiting");
  await scanAndConfirm(await until(/^data:image/));
  expect(await state()).toMatchObject({ state: "not registered", account: { isNew: true } });
  browser = stage.browser();
  const again = (await run(
    "async function stateOf",
    { fetch: pageFetch, show },
    "() => stateOf(attempt)",
  )) as typeof state;
  await scanAndConfirm(await until(/^data:image/));
  expect((await again()).state).toBe("registered");
});

test("an unused code counts as expired", async () => {
  const { show } = screen();
  const state = (await run(
    "async function stateOf",
    { fetch: pageFetch, show },
    "() => stateOf(attempt)",
  )) as () => Promise<{
    state: string;
  }>;
  stage.clock.set(stage.clock.now() + 10 * 60_000);
  expect((await state()).state).toBe("expired");
});

test("verifyLogin without a scene says who it is by the cookie, and newcomers are inserted once", async () => {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const options = {
    origin: "https://shop.test",
    database: { path: ":memory:" },
    sources: [{ kind: "service" as const, appid: "wx0123456789abcdef", name: "青禾" }],
    applications: [{ id: "shop", name: "青禾茶铺" }],
  };
  const saoma = createTestSaoma(createSaoma, options, { log: quiet });
  onTestFinished(() => saoma.close());
  const rows: { openid: string }[] = [];
  const users = {
    byOpenid: async (openid: string) => rows.find((row) => row.openid === openid),
    insert: async (row: { openid: string }) => void rows.push(row),
  };
  const routes = new Map<string, (request: unknown, response: unknown) => Promise<void>>();
  const app = {
    get: (path: string, handler: (request: unknown, response: unknown) => Promise<void>) => routes.set(path, handler),
  };
  await run("/verifyLogin", { app, saoma, users, fetch: pageFetch });
  const { cookie, identity } = await signIn(saoma, "Ming");
  await signIn(saoma, "Ming");
  const ask = async (headers: object) => {
    const answers: unknown[] = [];
    await routes.get("/verifyLogin")?.({ headers }, { json: (answer: unknown) => answers.push(answer) });
    return answers[0];
  };
  expect(await ask({})).toEqual({ code: 401 });
  expect(await ask({ cookie })).toMatchObject({ code: 200, user: { openid: identity.openid } });
  expect(rows).toHaveLength(1);
});
