import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Listener, listen } from "../../src/server/listener.ts";
import type { Browser } from "../stage/browser.ts";
import { origin, redeem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;
let listener: Listener;

beforeEach(async () => {
  stage = await setStage();
  await listenForStage();
});

async function listenForStage(): Promise<void> {
  const handler = (...[request, response]: Parameters<typeof stage.saoma.node>) => stage.saoma.node(request, response);
  listener = await listen({ host: "127.0.0.1", port: 0, handler });
  stage.saoma.attach(listener.server);
}

afterEach(async () => {
  await stage.saoma.close();
  await listener.close(0);
  await stage.close();
});

interface Frame {
  version: number;
  status: string;
}

/** A socket, the frames that it has received, and how it was closed. */
function connect(
  path: string,
  { browser, headers = {} }: { browser?: Browser; headers?: Record<string, string> } = {},
) {
  const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  const sent = { ...(browser ? { cookie, origin } : {}), ...headers };
  const ws = new WebSocket(`${listener.url.replace("http", "ws")}${path}`, { headers: sent });
  const frames: Frame[] = [];
  let wake = () => {};
  ws.on("message", (data) => {
    frames.push(JSON.parse(String(data)) as Frame);
    wake();
  });
  const closed = new Promise<number>((resolve) => ws.on("close", resolve));
  const until = async (status: string) => {
    while (frames.at(-1)?.status !== status) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { ws, frames, closed, until };
}

/** Why a socket was not opened. Fails if it was opened. */
const refusal = (ws: WebSocket): Promise<string> =>
  new Promise((resolve, reject) => {
    ws.once("error", ({ message }) => resolve(message));
    ws.once("open", () => reject(new Error("it was opened")));
  });

const opened = (ws: WebSocket) => once(ws, "open");

test("shows every state in a frame of its own, and closes with 1000 when the attempt has ended", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const { frames, closed, until } = connect(`/v1/attempts/${started.id}/socket`, { browser });
  await until("pending");
  await stage.scan("xiaoming", started);
  await until("scanned");
  await stage.tap("xiaoming", "是我，登录");
  await until("granted");
  await redeem(browser, started);
  expect(await closed).toBe(1000);
  expect(frames.map(({ version, status }) => [version, status])).toEqual([
    [1, "pending"],
    [2, "scanned"],
    [3, "granted"],
    [4, "redeemed"],
  ]);
});

test("resumes after the version a client has seen", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const seen = connect(`/v1/attempts/${started.id}/socket?after=2`, { browser });
  const missed = connect(`/v1/attempts/${started.id}/socket?after=1`, { browser });
  await missed.until("scanned");
  await stage.tap("xiaoming", "是我，登录");
  await Promise.all([seen.until("granted"), missed.until("granted")]);
  expect(seen.frames.map(({ version }) => version)).toEqual([3]);
  expect(missed.frames.map(({ version }) => version)).toEqual([2, 3]);
});

test("takes a claim as the first message, from a client without cookies", async () => {
  const started = await start(stage.browser(), { claim: "header" });
  const { ws, until } = connect(`/v1/attempts/${started.id}/socket`);
  await opened(ws);
  ws.send(JSON.stringify({ claim: started.claim }));
  await until("pending");
});

test("closes alike with 4404 on a wrong claim, no claim in time, and an attempt that never was", async () => {
  const started = await start(stage.browser(), { claim: "header" });
  for (const id of [started.id, "A".repeat(22)]) {
    const wrong = connect(`/v1/attempts/${id}/socket`);
    await opened(wrong.ws);
    wrong.ws.send(JSON.stringify({ claim: "B".repeat(43) }));
    expect(await wrong.closed).toBe(4404);
    const silent = connect(`/v1/attempts/${id}/socket`, { browser: stage.browser() });
    await opened(silent.ws);
    await stage.clock.advance(5_000);
    expect(await silent.closed).toBe(4404);
    expect([...wrong.frames, ...silent.frames]).toEqual([]);
  }
});

test("strangers who know an attempt's id take no places on it, and cannot tell that it is there", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  for (const id of ["A".repeat(22), started.id]) {
    const strangers = Array.from({ length: 40 }, () => connect(`/v1/attempts/${id}/socket`).ws);
    await Promise.all(strangers.map(opened));
    if (id === started.id) {
      const { until } = connect(`/v1/attempts/${id}/socket`, { browser });
      await until("pending");
      expect((await browser.request("GET", `/v1/attempts/${id}/events`)).status).toBe(200);
    }
  }
});

test("the holder of one attempt has a limited number of slots, for sockets and streams together, and gets them back", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const path = `/v1/attempts/${started.id}/socket`;
  const first = Array.from({ length: 32 }, () => connect(path, { browser }));
  await Promise.all(first.map(({ until }) => until("pending")));
  expect(await connect(path, { browser }).closed).toBe(1013);
  first[0]?.ws.close();
  await first[0]?.closed;
  await expect
    .poll(async () => {
      const next = connect(path, { browser });
      return Promise.race([next.closed, next.until("pending").then(() => "pending")]);
    })
    .toBe("pending");
});

test("lets no page of a foreign origin in, and no cookie without an origin", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const path = `/v1/attempts/${started.id}/socket`;
  for (const from of ["https://evil.test", "null", "http://login.saoma.test"]) {
    const { ws } = connect(path, { browser, headers: { origin: from } });
    expect(await refusal(ws)).toContain("403");
  }
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const nameless = connect(path, { headers: { cookie } });
  await opened(nameless.ws);
  await stage.clock.advance(5_000);
  expect(await nameless.closed).toBe(4404);
});

test("to a page of another application the attempt does not exist, whatever cookie or claim it shows", async () => {
  await stage.saoma.close();
  await listener.close(0);
  await stage.close();
  const [shop, admin] = ["https://shop.saoma.test", "https://admin.saoma.test"];
  const applications = [
    { id: "shop", name: "茶铺", origins: [shop] },
    { id: "admin", name: "后台", origins: [admin] },
  ];
  stage = await setStage({ options: { applications } });
  await listenForStage();
  const browser = stage.browser();
  const started = await start(browser, { application: "shop" });
  const path = `/v1/attempts/${started.id}/socket`;
  await connect(path, { browser, headers: { origin: shop } }).until("pending");
  const foreign = connect(path, { browser, headers: { origin: admin } });
  await once(foreign.ws, "open");
  foreign.ws.send("{}");
  expect([await foreign.closed, foreign.frames]).toEqual([4404, []]);
});

test("a peer that answers no ping is dropped, and one that says too much is, too", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const deaf = connect(`/v1/attempts/${started.id}/socket`, { browser });
  await deaf.until("pending");
  deaf.ws.pause();
  await stage.clock.advance(60_000);
  deaf.ws.resume();
  expect(await deaf.closed).toBe(1006);
  const loud = connect(`/v1/attempts/${started.id}/socket`, { browser });
  await loud.until("pending");
  loud.ws.send("x".repeat(2_000));
  expect(await loud.closed).toBe(1009);
});

test("tells its clients to go elsewhere when the service stops", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const { closed, until } = connect(`/v1/attempts/${started.id}/socket`, { browser });
  await until("pending");
  stage.saoma.drain();
  expect(await closed).toBe(1001);
});

test("an upgrade of another path is 404, as the path is without one", async () => {
  const { ws } = connect("/elsewhere");
  expect(await refusal(ws)).toContain("404");
});

test("closes the socket of the older of two tabs with 4409, also across sockets and streams", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const socket = (tab: number) => connect(`/v1/attempts/${started.id}/socket?tab=${tab}`, { browser });
  const older = socket(1_000);
  await older.until("pending");
  const newer = socket(9_000);
  expect(await older.closed).toBe(4409);
  await newer.until("pending");
  expect(await socket(1_000).closed).toBe(4409);
  const stream = await browser.request("GET", `/v1/attempts/${started.id}/events?tab=10000`);
  expect(await newer.closed).toBe(4409);
  await stream.body?.cancel();
});
