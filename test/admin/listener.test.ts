import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { adminOperations } from "../../src/admin/operations.ts";
import { problem, setStage } from "../stage/stage.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage | undefined;

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

/** `fetch` cannot send another Host header than that of the URL. */
const askAs = (port: number, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path: "/healthz", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject).end();
  });

test("there is no listener unless it is configured", async () => {
  const plain = await setStage();
  expect(await plain.saoma.listenAdmin()).toBeUndefined();
  await plain.close();
});

test("the public port has nothing of it, not even another 404", async () => {
  stage = await setAdminStage();
  const browser = stage.browser();
  const bytes = async (path: string) => {
    const response = await browser.request("GET", path, { headers: { authorization: `Bearer ${firstKey}` } });
    const { "x-request-id": _, ...headers } = Object.fromEntries(response.headers);
    return { status: response.status, headers, body: await response.text() };
  };
  const nothing = await bytes("/nothing-here");
  const described = adminOperations.map(({ path }) => path.replaceAll(/\{\w+\}/g, "some-id"));
  const own = described.filter((path) => path !== "/healthz");
  expect(own.length).toBeGreaterThan(20);
  for (const path of ["/admin", "/console", "/people", ...own]) {
    expect(await bytes(path)).toEqual(nothing);
  }
});

test("the public routes are not on the operator's port", async () => {
  stage = await setAdminStage();
  expect(await problem(await stage.ask("/v1/session"))).toBe("404 not_found");
  expect((await stage.ask("/healthz")).status).toBe(200);
});

test("a name that is led here is refused: only numbers and the configured origin are ours", async () => {
  stage = await setAdminStage({ origin: "https://admin.saoma.test" });
  const { port } = stage.listener;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `10.0.0.7:${port}`, "admin.saoma.test"];
  for (const host of own) expect([host, await askAs(port, { host })]).toEqual([host, 200]);
  const foreign = ["evil.test", `evil.test:${port}`, "127.0.0.1", "127.0.0.1:1", `localhost.evil.test:${port}`];
  for (const host of foreign) expect([host, await askAs(port, { host })]).toEqual([host, 403]);
});

test("a page elsewhere can post nothing here, whatever it knows", async () => {
  stage = await setAdminStage({ origin: "https://admin.saoma.test" });
  const { port } = stage.listener;
  const host = `127.0.0.1:${port}`;
  for (const origin of [
    "https://evil.test",
    "null",
    `http://evil.test:${port}`,
    "https://admin.saoma.test.evil.test",
    `http://203.0.113.7:${port}`,
    `http://localhost:${port}`,
  ]) {
    expect([origin, await askAs(port, { host, origin })]).toEqual([origin, 403]);
  }
  for (const origin of ["https://admin.saoma.test", `http://127.0.0.1:${port}`]) {
    expect([origin, await askAs(port, { host, origin })]).toEqual([origin, 200]);
  }
  const named = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
  expect(await askAs(port, named)).toBe(200);
});

test("on this machine the metrics need no key; where others reach it, by a proxy too, they do", async () => {
  stage = await setAdminStage();
  expect((await stage.ask("/metrics")).status).toBe(200);
  await stage.close();
  stage = await setAdminStage({ origin: "https://admin.saoma.test" });
  expect(await problem(await stage.ask("/metrics"))).toBe("401 key_needed");
  expect((await stage.ask("/metrics", { key: firstKey })).status).toBe(200);
  await stage.close();
  stage = await setAdminStage({ listen: "0.0.0.0:0", origin: "https://admin.saoma.test" });
  const refused = await stage.ask("/metrics");
  expect(refused.headers.get("www-authenticate")).toBe("Bearer");
  expect(await problem(refused)).toBe("401 key_needed");
  expect(await problem(await stage.ask("/metrics", { key: `${firstKey}x` }))).toBe("401 key_needed");
  expect((await stage.ask("/metrics", { key: firstKey })).status).toBe(200);
});
