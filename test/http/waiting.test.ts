import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { listen } from "../../src/server/listener.ts";
import { advanceUntil } from "../stage/advance-until.ts";
import type { Browser } from "../stage/browser.ts";
import { look, problem, redeem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(() => stage.close());

const poll = (browser: Browser, id: string, etag: string, seconds = 30) =>
  browser.request("GET", `/v1/attempts/${id}`, { headers: { "if-none-match": etag, prefer: `wait=${seconds}` } });

/** Reads the events of a stream until one has this status. */
async function readUntil(reader: ReadableStreamDefaultReader<string>, status: string): Promise<string> {
  let seen = "";
  while (!seen.includes(`"status":"${status}"`)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended after: ${seen}`);
    seen += value;
  }
  return seen;
}

const read = (response: Response) => {
  if (!response.body) throw new Error("no body");
  return response.body.pipeThrough(new TextDecoderStream()).getReader();
};

test("an ETag tells whether there is anything new", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const etag = (await browser.request("GET", `/v1/attempts/${id}`)).headers.get("etag") ?? "";
  const headers = { "if-none-match": etag };
  expect((await browser.request("GET", `/v1/attempts/${id}`, { headers })).status).toBe(304);
});

test("a long poll is held until the attempt changes", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const etag = (await browser.request("GET", `/v1/attempts/${started.id}`)).headers.get("etag") ?? "";
  const held = poll(browser, started.id, etag);
  await stage.scan("xiaoming", started);
  expect(await (await held).json()).toMatchObject({ status: "scanned" });
});

test("a long poll that nothing happens to ends with 304", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const etag = (await browser.request("GET", `/v1/attempts/${id}`)).headers.get("etag") ?? "";
  const held = poll(browser, id, etag, 5);
  await stage.clock.advance(5_000);
  const response = await held;
  expect([response.status, response.headers.get("etag")]).toEqual([304, etag]);
});

/** Over a real socket, on which one address may hold one request. */
async function serveForOne() {
  await stage.close();
  stage = await setStage({ options: { limits: { waitingPerAddress: 1 } } });
  const listener = await listen({ port: 0, host: "127.0.0.1", handler: stage.saoma.node });
  onTestFinished(() => listener.close(0));
  return async (init: RequestInit = {}, wait = 30) => {
    const response = await stage.browser().request("POST", "/v1/attempts", { body: { claim: "header" } });
    const { id, claim } = (await response.json()) as { id: string; claim: string };
    const headers = { authorization: `Claim ${claim}`, "if-none-match": '"1"', prefer: `wait=${wait}` };
    return fetch(`${listener.url}/v1/attempts/${id}`, { ...init, headers });
  };
}

test("a client that disconnects from a long poll gives back its slot among those that wait", async () => {
  const ask = await serveForOne();
  const statusOfNext = async () => {
    let status = 0;
    const asked = ask({}, 1).then((response) => {
      status = response.status;
    });
    await advanceUntil(stage.clock, () => status !== 0);
    await asked;
    return status;
  };
  expect(await statusOfNext()).toBe(304);
  const leaving = new AbortController();
  const held = ask({ signal: leaving.signal }).catch(() => "gone");
  await expect.poll(statusOfNext).toBe(429);
  leaving.abort();
  expect(await held).toBe("gone");
  await expect.poll(statusOfNext).toBe(304);
});

test("a stream shows the present state first, then every change, and ends with the attempt", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const response = await browser.request("GET", `/v1/attempts/${started.id}/events`);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = read(response);
  const first = await readUntil(reader, "pending");
  expect(first).toMatch(/^retry: \d+\n\n/);
  expect(first).toMatch(/event: status\nid: 1\ndata: \{.*\}\n\n$/);
  await stage.scan("xiaoming", started);
  await readUntil(reader, "scanned");
  await stage.tap("xiaoming", "是我，登录");
  await readUntil(reader, "granted");
  await redeem(browser, started);
  await readUntil(reader, "redeemed");
  expect((await reader.read()).done).toBe(true);
  expect((await browser.request("GET", `/v1/attempts/${started.id}/events`)).status).toBe(204);
});

test("a stream resumes after the state it names, and misses none", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const open = (id: string) =>
    browser.request("GET", `/v1/attempts/${started.id}/events`, { headers: { "last-event-id": id } });
  const quiet = read(await open("1"));
  expect((await quiet.read()).value).toMatch(/^retry/);
  await stage.scan("xiaoming", started);
  expect(await readUntil(quiet, "scanned")).not.toContain("pending");
  await quiet.cancel();
  expect(await readUntil(read(await open("1")), "scanned")).toContain("id: 2");
  await browser.request("DELETE", `/v1/attempts/${started.id}`);
  expect(await readUntil(read(await open("2")), "cancelled")).toContain("id: 3");
  expect((await open("3")).status).toBe(204);
});

test("a stream reports an expiry that no request caused", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const reader = read(await browser.request("GET", `/v1/attempts/${id}/events`));
  await readUntil(reader, "pending");
  const expired = readUntil(reader, "expired");
  await stage.clock.advance(140_000);
  expect(await expired).toContain(":\n\n"); // the heartbeat, every 20 s
});

test("a stream learns of a change even where no hint comes", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const other = stage.saoma;
  const reader = read(await browser.request("GET", `/v1/attempts/${started.id}/events`));
  await readUntil(reader, "pending");
  await stage.restartBeside(); // another instance on the same database takes the push
  await stage.scan("xiaoming", started);
  const seen = readUntil(reader, "scanned");
  await stage.clock.advance(4_000);
  expect(await seen).toContain("scanned");
  await other.close();
});

test("streams and long polls are let go when the service stops", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const etag = (await browser.request("GET", `/v1/attempts/${id}`)).headers.get("etag") ?? "";
  const reader = read(await browser.request("GET", `/v1/attempts/${id}/events`));
  await readUntil(reader, "pending");
  const held = poll(browser, id, etag);
  await stage.clock.advance(10);
  stage.saoma.drain();
  expect((await held).status).toBe(304);
  for (let done = false; !done; ) done = (await reader.read()).done;
  expect((await browser.request("GET", "/readyz")).status).toBe(503);
  expect((await browser.request("GET", "/healthz")).status).toBe(200);
  expect(await look(browser, { id })).toMatchObject({ status: "pending" });
});

test("a WebSocket asked for where there is no upgrade is 426", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  expect((await browser.request("GET", `/v1/attempts/${id}/socket`)).status).toBe(426);
});

test("a version that the attempt never had does not count as seen", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const open = () => browser.request("GET", `/v1/attempts/${id}/events`, { headers: { "last-event-id": "99" } });
  await readUntil(read(await open()), "pending");
  await browser.request("DELETE", `/v1/attempts/${id}`);
  expect((await open()).status).toBe(204);
});

test("the streams of one attempt are limited, and a released slot is free again", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const open = () => browser.request("GET", `/v1/attempts/${id}/events`);
  const streams = [];
  for (let tabs = 0; tabs < 32; tabs++) streams.push(read(await open()));
  for (const stream of streams) await readUntil(stream, "pending");
  const refused = await open();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
  await streams[0]?.cancel();
  await stage.clock.advance(10);
  expect((await open()).status).toBe(200);
});

const shownAt = 1_777_615_500_000;
const streamOf = async (browser: Browser, id: string, tab?: number) =>
  read(await browser.request("GET", `/v1/attempts/${id}/events${tab === undefined ? "" : `?tab=${tab}`}`));

async function rest(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let seen = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return seen;
    seen += value;
  }
}

test("of two tabs with a stream the one shown later keeps it, and the other is told and closed", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const older = await streamOf(browser, started.id, shownAt);
  await readUntil(older, "pending");
  const newer = await streamOf(browser, started.id, shownAt + 5_000);
  await readUntil(newer, "pending");
  expect(await rest(older)).toBe("event: taken-over\ndata: {}\n\n");
  expect(await rest(await streamOf(browser, started.id, shownAt))).toMatch(/^retry: 2000\n\nevent: taken-over/);
  await stage.scan("xiaoming", started);
  await readUntil(newer, "scanned");

  const back = await streamOf(browser, started.id, shownAt + 9_000);
  await readUntil(back, "scanned");
  expect(await rest(newer)).toContain("taken-over");
});

test("a held question of the older tab is answered 409, and its plain one as ever", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const look = (tab: number, headers = {}) => browser.request("GET", `/v1/attempts/${id}?tab=${tab}`, { headers });
  const etag = (await look(shownAt)).headers.get("etag") ?? "";
  const waiting = { "if-none-match": etag, prefer: "wait=30" };
  const older = look(shownAt, waiting);
  await stage.clock.advance(10);
  const newer = look(shownAt + 5_000, waiting);
  expect(await problem(await older)).toBe("409 taken_over");
  expect(await problem(await look(shownAt, waiting))).toBe("409 taken_over");
  expect((await look(shownAt)).status).toBe(200);
  await browser.request("DELETE", `/v1/attempts/${id}`);
  expect(await (await newer).json()).toMatchObject({ status: "cancelled" });
});

test("a page that does not say when it was shown, or was shown at the same time, takes over nothing", async () => {
  const browser = stage.browser();
  const { id } = await start(browser);
  const streams = [];
  for (const tab of [undefined, shownAt, shownAt + 40, undefined]) streams.push(await streamOf(browser, id, tab));
  for (const stream of streams) await readUntil(stream, "pending");
  await browser.request("DELETE", `/v1/attempts/${id}`);
  for (const stream of streams) expect(await rest(stream)).not.toContain("taken-over");
});

test("a tab takes over only from those of its own attempt, and only with the claim", async () => {
  const [browser, other] = [stage.browser(), stage.browser()];
  const [mine, theirs] = [await start(browser), await start(other)];
  const older = await streamOf(browser, mine.id, shownAt);
  await readUntil(older, "pending");
  await readUntil(await streamOf(other, theirs.id, shownAt + 5_000), "pending");
  expect((await other.request("GET", `/v1/attempts/${mine.id}/events?tab=${shownAt + 5_000}`)).status).toBe(404);
  await stage.scan("xiaoming", mine);
  await readUntil(older, "scanned");
});
