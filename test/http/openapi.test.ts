import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { createApp } from "../../src/http/app.ts";
import type { HttpDeps } from "../../src/http/context.ts";
import { describeApi } from "../../src/http/openapi.ts";
import type { Operation } from "../../src/http/operations/operation.ts";
import { operations } from "../../src/http/operations/operations.ts";
import { type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ options: { limits: { attemptsPerAddress: { times: 1_000_000, per: "1m" } } } });
});

afterEach(() => stage.close());

const key = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

test("every public route is described, and nothing else is", () => {
  // Routes read their dependencies when they are called, not before.
  const { routes } = createApp({ origin: "https://login.saoma.test", widget: "" } as HttpDeps);
  const public_ = routes.filter(({ method }) => method !== "ALL");
  const there = public_.map(({ method, path }) => key({ method, path: path.replace(/:(\w+)(\{[^/]*\})?/g, "{$1}") }));
  expect(operations.map(key).toSorted()).toEqual([...new Set(there)].toSorted());
});

test("the description is OpenAPI that names schemas, proofs and problems", async () => {
  const response = await stage.browser().request("GET", "/openapi.json");
  const description = (await response.json()) as { openapi: string; paths: Record<string, Record<string, never>> };
  expect(description.openapi).toBe("3.1.0");
  const start = description.paths["/v1/attempts"]?.post as unknown as Record<string, object> | undefined;
  expect(JSON.stringify(start?.requestBody)).toContain("purpose");
  expect(Object.keys(start?.responses ?? {})).toEqual(["200", "201", "400", "401", "403", "413", "429", "503"]);
});

/** Bodies close to the schema: its properties with values of every kind, and values that are no objects. */
function bodyFor(schema: z.ZodType | undefined): fc.Arbitrary<string> {
  const options = Object.keys((schema as unknown as { shape?: object } | undefined)?.shape ?? {});
  const known = [
    "sign-in",
    "auto",
    "official-account-qr",
    "header",
    "cookie",
    "token",
    "shop",
    "https://login.saoma.test/",
  ];
  const value = fc.oneof(fc.constantFrom(...known), fc.jsonValue());
  const name = fc.oneof(fc.constantFrom("__proto__", "constructor", ...options), fc.string());
  const near = fc.dictionary(name, value, { maxKeys: 4 }).map((body) => JSON.stringify(body));
  return fc.oneof(
    { weight: 4, arbitrary: near },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string() },
  );
}

const headerValue = fc.stringMatching(/^[\x21-\x7e]{0,60}$/);

const headers = fc.record(
  {
    authorization: fc.oneof(
      headerValue,
      headerValue.map((value) => `Claim ${value}`),
      headerValue.map((value) => `Bearer ${value}`),
    ),
    cookie: fc.oneof(
      headerValue,
      headerValue.map((value) => `__Host-saoma_browser=${value}; __Host-saoma_session=${value}`),
    ),
    origin: fc.oneof(fc.constant("https://login.saoma.test"), headerValue),
    "content-type": fc.constantFrom("application/json", "text/plain", "text/xml"),
    "if-none-match": fc.oneof(fc.constantFrom('"1"', 'W/"1"', "*"), headerValue),
    "last-event-id": headerValue,
    "user-agent": headerValue,
    "accept-language": headerValue,
  },
  { requiredKeys: [] },
);

interface Described {
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, object> }>>;
}

const described = describeApi("https://login.saoma.test") as Described;

const statusesOf = ({ path, method }: Operation): string[] =>
  Object.keys(described.paths[path]?.[method.toLowerCase()]?.responses ?? {});

test("every operation has a name of its own, and every JSON answer its schema", () => {
  const all = Object.values(described.paths).flatMap((methods) => Object.values(methods));
  const ids = all.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(operations.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/);
  const silent = operations.flatMap(({ id, method, answers }) =>
    Object.entries(answers).flatMap(([status, { schema, type }]) =>
      status === "200" && method !== "DELETE" && !schema && !type ? [id] : [],
    ),
  );
  expect(silent).toEqual([]);
});

async function isWell(operation: Operation, id: string, query: string, sent: Record<string, string>, body: string) {
  const path = operation.path.replace("{id}", id).replace("{appid}", stage.appid);
  const url = new URL(`https://login.saoma.test${path}`);
  url.search = query;
  const init = { method: operation.method, headers: sent, ...(operation.method === "POST" ? { body } : {}) };
  const response = await stage.saoma.fetch(new Request(url, init));
  await response.body?.cancel();
  const seen = `${key(operation)} ${JSON.stringify(sent)} ${body}`;
  expect(response.status, seen).toBeLessThan(500);
  expect(statusesOf(operation), seen).toContain(String(response.status));
}

for (const operation of operations) {
  test(`${key(operation)} bears anything without a failure of ours`, async () => {
    const browser = stage.browser();
    const started = await start(browser);
    const own = { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
    const ids = fc.oneof(fc.constant(started.id), fc.stringMatching(/^[\w%.~-]{1,40}$/).map(encodeURIComponent));
    const inputs = [ids, headerValue, headers, bodyFor(operation.body), fc.boolean()] as const;
    await fc.assert(
      fc.asyncProperty(...inputs, (id, query, sent, body, asOwner) =>
        isWell(
          operation,
          id,
          query,
          { ...sent, ...(asOwner ? { origin: "https://login.saoma.test", ...own } : {}) },
          body,
        ),
      ),
      { numRuns: 60 },
    );
  });
}
