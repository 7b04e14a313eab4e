import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../../src/testing/index.ts";

async function served(act: (served: ServedSimulator) => Promise<void>): Promise<void> {
  const simulator = await serveSimulator({ port: 0, host: "127.0.0.1" });
  try {
    await act(simulator);
  } finally {
    await simulator.close();
  }
}

const tokenUrl = ({ url, simulator }: ServedSimulator) => {
  const [account] = simulator.world().accounts;
  return `${url}/cgi-bin/token?grant_type=client_credential&appid=${account?.appid}&secret=${account?.secret}`;
};

test("it listens on a free port and knows who calls", async () => {
  await served(async (s) => {
    expect(s.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await s.simulator.control.patchAccount(s.simulator.world().accounts[0]?.appid ?? "", { ipList: ["203.0.113.7"] });
    expect(await (await fetch(tokenUrl(s))).json()).toMatchObject({
      errcode: 40164,
      errmsg: expect.stringContaining("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1"),
    });
  });
});

test("calls without a body, and bodies in pieces, arrive over HTTP as in process", async () => {
  await served(async ({ url }) => {
    const person = `${url}/_sim/people/xiaoming`;
    expect((await fetch(`${person}/sheet`, { method: "DELETE" })).status).toBe(204);
    const body = new Blob([JSON.stringify({ content: "https://example.test/" })]).stream();
    const scanned = await fetch(`${person}/scan`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect(await scanned.json()).toMatchObject({ outcome: "page" });
  });
});

test("a dropped call breaks the connection", async () => {
  await served(async (s) => {
    s.simulator.control.faults.add({ on: "/cgi-bin/token", kind: "drop", times: 1 });
    await expect(fetch(tokenUrl(s))).rejects.toThrow("fetch failed");
    expect(await (await fetch(tokenUrl(s))).json()).toHaveProperty("access_token");
  });
});

test("a push travels over HTTP with WeChat's headers and no others, without keeping the connection", async () => {
  const got = Promise.withResolvers<string[]>();
  const service = createServer((request, response) => {
    got.resolve(request.rawHeaders);
    request.resume().on("end", () => response.end("success"));
  });
  await new Promise<void>((listening) => service.listen(0, "127.0.0.1", listening));
  await served(async ({ simulator: { control, world } }) => {
    const appid = world().accounts[1]?.appid ?? "";
    const host = `127.0.0.1:${(service.address() as AddressInfo).port}`;
    await control.patchAccount(appid, { pushUrl: `http://${host}/push`, mode: "plain" });
    expect((await control.follow("afei", appid)).push.outcome).toBe("silent");
    const raw = await got.promise;
    expect(Object.fromEntries(raw.flatMap((name, n) => (n % 2 === 0 ? [[name, raw[n + 1]]] : [])))).toEqual({
      "User-Agent": "Mozilla/4.0",
      Accept: "*/*",
      Pragma: "no-cache",
      Connection: "close",
      "Content-Type": "text/xml",
      "Content-Length": "278",
      Host: host,
    });
  });
  await new Promise((closed) => service.close(closed));
});

test("a server URL on which nothing listens fails with the reason", async () => {
  await served(async ({ simulator: { control, world } }) => {
    const appid = world().accounts[0]?.appid ?? "";
    await control.patchAccount(appid, { pushUrl: "http://127.0.0.1:1/push" });
    expect((await control.follow("afei", appid)).push).toMatchObject({
      outcome: "failed",
      deliveries: 1,
      reason: expect.stringContaining("no connection"),
    });
  });
});

/** The result of a push to a service that answers in this way. */
async function pushedTo(answer: RequestListener, fake = false) {
  const clock = createFakeClock(1_700_000_000_000);
  const service = createServer(answer);
  await new Promise<void>((listening) => service.listen(0, "127.0.0.1", listening));
  const options = { port: 0, host: "127.0.0.1", ...(fake ? { clock } : {}) };
  const { simulator, close } = await serveSimulator(options);
  onTestFinished(async () => {
    await close();
    service.closeAllConnections();
    await new Promise((closed) => service.close(closed));
  });
  const appid = simulator.world().accounts[1]?.appid ?? "";
  const pushUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/push`;
  await simulator.control.patchAccount(appid, { pushUrl, mode: "plain" });
  return { clock, push: async () => (await simulator.control.follow("afei", appid)).push };
}

test("an answer without end is read no further than its bound", async () => {
  const closed = Promise.withResolvers<void>();
  const { push } = await pushedTo((_, response) => {
    response.on("close", closed.resolve);
    const more = () => {
      while (!response.destroyed && response.write("#".repeat(65_536)));
    };
    response.on("drain", more);
    more();
  });
  expect((await push()).reason).toMatch(/longer than 262144 bytes/);
  await closed.promise;
});

test("a service that has not answered within five seconds gets the push twice more", async () => {
  const left: string[] = [];
  const asked: (() => void)[] = [];
  const { clock, push } = await pushedTo((request, response) => {
    response.on("close", () => left.push(request.method ?? ""));
    asked.shift()?.();
  }, true);
  const turns = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
  asked.push(...turns.map(({ resolve }) => resolve));
  const ended = push();
  for (const turn of turns) {
    await turn.promise;
    await clock.advance(5000);
  }
  expect(await ended).toMatchObject({ outcome: "failed", deliveries: 3, reason: "no answer within 5 s" });
  await vi.waitFor(() => expect(left).toHaveLength(3));
});

test.each([
  [204, "the answer's status was 204, not 200"],
  [304, "the answer's status was 304, not 200"],
  [999, expect.stringContaining("no connection")],
])("an answer of %i is a failure and no more", async (status, reason) => {
  const { push } = await pushedTo((_, response) => response.writeHead(status).end());
  expect(await push()).toEqual({ outcome: "failed", deliveries: 1, reason });
});

test("a push is not carried on to where the service points", async () => {
  const paths: (string | undefined)[] = [];
  const service = createServer((request, response) => {
    paths.push(request.url?.split("?")[0]);
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  await new Promise<void>((listening) => service.listen(0, "127.0.0.1", listening));
  await served(async ({ simulator: { control, world } }) => {
    const appid = world().accounts[0]?.appid ?? "";
    await control.patchAccount(appid, { pushUrl: `http://127.0.0.1:${(service.address() as AddressInfo).port}/push` });
    expect((await control.follow("afei", appid)).push).toMatchObject({ outcome: "failed", deliveries: 1 });
  });
  expect(paths).toEqual(["/push"]);
  await new Promise((closed) => service.close(closed));
});

test("a port that is taken is an error, not a surprise", async () => {
  await served(async ({ url }) => {
    await expect(serveSimulator({ port: Number(new URL(url).port), host: "127.0.0.1" })).rejects.toThrow(/EADDRINUSE/);
  });
});
