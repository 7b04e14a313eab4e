import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";

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

test("a push travels over HTTP with its length and without keeping the connection", async () => {
  const got = Promise.withResolvers<Record<string, unknown>>();
  const service = createServer((request, response) => {
    got.resolve(request.headers);
    request.resume().on("end", () => response.end("success"));
  });
  await new Promise<void>((listening) => service.listen(0, "127.0.0.1", listening));
  await served(async ({ simulator: { control, world } }) => {
    const appid = world().accounts[1]?.appid ?? "";
    const pushUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/push`;
    await control.patchAccount(appid, { pushUrl, mode: "plain" });
    expect((await control.follow("afei", appid)).push.outcome).toBe("silent");
    expect(await got.promise).toMatchObject({
      "content-length": "278",
      connection: "close",
      "content-type": "text/xml",
      "user-agent": "Mozilla/4.0",
    });
  });
  await new Promise((closed) => service.close(closed));
});

test("a server URL where nobody listens fails with the reason", async () => {
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
