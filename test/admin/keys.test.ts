import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { createAdminApp } from "../../src/admin/app.ts";
import type { AdminDeps } from "../../src/admin/context.ts";
import { adminOperations } from "../../src/admin/operations.ts";
import { problem } from "../stage/stage.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage | undefined;

const set = async () => {
  stage = await setAdminStage();
  return stage;
};

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

const by = { actor: "command line" };
const guarded = adminOperations.filter(({ path }) => path.startsWith("/admin/v1/"));
const filled = (path: string) => path.replace(/\{\w+\}/g, "some-id");

test("every route of the listener is described, and nothing else is", () => {
  const { routes } = createAdminApp({ origin: "https://admin.saoma.test" } as AdminDeps);
  const there = routes
    .filter(({ method, path }) => method !== "ALL" && path !== "/" && !path.startsWith("/console"))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  expect(adminOperations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
    [...new Set(there)].toSorted(),
  );
});

test("the description names schemas, the key and the problems", async () => {
  const { ask } = await set();
  const description = (await (await ask("/admin/openapi.json")).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { security: object; responses: object }>>;
  };
  expect(description.openapi).toBe("3.1.0");
  const deleting = description.paths["/admin/v1/accounts/{id}"]?.delete;
  expect(deleting?.security).toEqual([{ key: [] }]);
  expect(Object.keys(deleting?.responses ?? {})).toEqual(["200", "401", "403", "404", "503"]);
});

test.each(guarded.map(({ method, path }) => [method, path] as const))(
  "%s %s wants a key, and a good one",
  async (method, path) => {
    const { ask } = await set();
    for (const headers of [
      {},
      { authorization: `Basic ${firstKey}` },
      { authorization: "Bearer " },
      { authorization: `Bearer ${firstKey.slice(1)}` },
    ]) {
      expect(await problem(await ask(filled(path), { method, headers }))).toBe("401 key_needed");
    }
  },
);

test("a key that may look changes nothing", async () => {
  const { ask, saoma } = await set();
  const key = await saoma.operator.addKey("dashboards", "read", by);
  expect((await ask("/admin/v1/accounts", { key })).status).toBe(200);
  for (const { method, path } of guarded.filter(({ method }) => method !== "GET")) {
    expect(await problem(await ask(filled(path), { method, key }))).toBe("403 key_may_not");
  }
});

test("a look at the head alone is a look; a wrong key is a line in the log, none is not", async () => {
  const { ask, saoma, lines } = await set();
  const key = await saoma.operator.addKey("dashboards", "read", by);
  expect((await ask("/admin/v1/accounts", { method: "HEAD", key })).status).toBe(200);
  await ask("/admin/v1/accounts");
  await ask("/admin/v1/accounts", { key: "saoma_admin_wrong" });
  const refused = lines.filter((line) => line.includes("a key of the operator's was refused"));
  expect(refused).toHaveLength(1);
  expect(refused[0]).not.toContain("saoma_admin_wrong");
});

test("a key that was ended opens nothing, at once, and its label is not given again", async () => {
  const { ask, saoma } = await set();
  const key = await saoma.operator.addKey("support", "write", by);
  expect((await ask("/admin/v1/accounts", { key })).status).toBe(200);
  expect(await saoma.operator.endKey("support", by)).toBe(true);
  expect(await problem(await ask("/admin/v1/accounts", { key }))).toBe("401 key_needed");
  expect(await saoma.operator.endKey("support", by)).toBe(false);
  expect(await saoma.operator.addKey("support", "write", by)).toBeUndefined();
});

test("keys are kept as hashes, and are in no line of the log", async () => {
  const { stored, saoma, lines, ask } = await set();
  const key = (await saoma.operator.addKey("support", "write", by)) ?? "";
  await ask("/admin/v1/accounts", { key });
  expect(key).toMatch(/^saoma_admin_[\w-]{43}$/);
  for (const secret of [key, firstKey]) {
    expect(stored()).not.toContain(secret);
    expect(lines.join("\n")).not.toContain(secret);
  }
});

test.each([
  "limit=0",
  "limit=201",
  "limit=x",
  "cursor=bogus",
  "cursor=e30",
  "id=a&name=b",
  "id=a&id=b",
  "other=1",
  "phone=abc",
  "name=",
])("the query %s is refused with the reason", async (query) => {
  const { ask } = await set();
  const response = await ask(`/admin/v1/accounts?${query}`, { key: firstKey });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { errors: object[] }).errors.length).toBeGreaterThan(0);
});

test("whatever is asked, the answer is ours: never a 500, and never without a key", async () => {
  const { ask, appid, saoma } = await set();
  const keys = { first: firstKey, read: await saoma.operator.addKey("dashboards", "read", by), none: undefined };
  const word = fc.oneof(
    fc.constantFrom("..", "%00", "%2e%2e", "__proto__", "'; drop table audit;--", "王", appid),
    fc.string(),
  );
  const name = fc.oneof(fc.constantFrom("id", "name", "openid", "unionid", "phone", "cursor", "limit"), fc.string());
  const asked = fc.record({
    method: fc.constantFrom("GET", "DELETE", "POST", "PUT", "PATCH"),
    path: fc.constantFrom(...guarded.map(({ path }) => path)),
    words: fc.array(word, { minLength: 3, maxLength: 3 }),
    body: fc.option(fc.oneof(fc.jsonValue(), fc.dictionary(name, word)), { nil: undefined }),
    query: fc.array(fc.tuple(name, word), { maxLength: 3 }),
    who: fc.constantFrom("first", "read", "none"),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ method, path, words, query, body, who }) => {
      const left = words.map(encodeURIComponent);
      const target = path.replaceAll(/\{\w+\}/g, () => left.pop() ?? "");
      const request = { method, key: keys[who], body: method === "GET" ? undefined : body };
      const response = await ask(`${target}?${new URLSearchParams(query)}`, request);
      await response.body?.cancel();
      expect(response.status).not.toBe(500);
      if (who === "none") expect([401, 404]).toContain(response.status);
      if (who === "read" && method !== "GET") expect(response.status).toBeGreaterThanOrEqual(400);
    }),
    { numRuns: 400 },
  );
});
