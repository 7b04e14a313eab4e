import { request } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAdminApp } from "../../src/admin/app.ts";
import type { AdminDeps } from "../../src/admin/context.ts";
import { type AdminStage, firstKey, setAdminStage } from "../admin/operator.ts";
import { tally } from "./tally.ts";

// Requests every route of the operator's listener with a foreign Host header (DNS rebinding) and from another page.
// The routes are read from the app, so a new route is tried, too.

let stage: AdminStage;
let cookie: string;
const { holds } = tally("requests to the console from elsewhere");

const account = "member-1";

interface Route {
  readonly method: string;
  readonly path: string;
}

const found: Route[] = createAdminApp({ origin: "https://admin.saoma.test" } as AdminDeps)
  .routes.filter(({ method }) => method !== "ALL")
  .map(({ method, path }) => ({ method, path: path.replace(":id", account).replace(/:\w+/g, "some-id") }));
const routes = [...new Map(found.map((route) => [`${route.method} ${route.path}`, route])).values()];
const writes = routes.filter(({ method }) => method !== "GET");

const cli = { actor: "command line" };
const own = () => `127.0.0.1:${stage.listener.port}`;

beforeEach(async () => {
  cookie = "";
  stage = await setAdminStage();
  const person = { appid: stage.appid, openId: "oMember" };
  await stage.saoma.people.import([{ id: account, name: "老会员", person }], { dryRun: false });
  const code = await stage.saoma.operator.console.link("anna", "write", cli);
  const answer = await ask({ method: "POST", path: "/console/enter" }, {}, `code=${code}`);
  cookie = (answer.cookie ?? "").split(";")[0] ?? "";
});

afterEach(() => stage.close());

/** A request with a valid cookie and a valid key. Only its origin or host is wrong. `fetch` cannot set `Host`. */
const ask = ({ method, path }: Route, headers: Readonly<Record<string, string | undefined>>, body = form) =>
  new Promise<{ status: number; text: string; cookie: string | undefined }>((resolve, reject) => {
    const from = { host: own(), origin: `http://${own()}`, ...headers };
    const mine = { cookie, authorization: `Bearer ${firstKey}` };
    const length = method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const typed = { "content-type": "application/x-www-form-urlencoded", ...length };
    const all = Object.entries({ ...mine, ...typed, ...from }).filter(([, value]) => value !== undefined);
    const options = { host: "127.0.0.1", port: stage.listener.port, method, path, headers: Object.fromEntries(all) };
    const asked = request(options, async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      resolve({ status: response.statusCode ?? 0, text, cookie: response.headers["set-cookie"]?.[0] });
    });
    asked.on("error", reject).end(method === "GET" ? undefined : body);
  });

const form = `id=${account}&group=staff&act=add`;

const isRefused = ({ status, text }: { status: number; text: string }): boolean =>
  status === 403 && text.includes('"code":"host_not_ours"');

/** Expects no effect: the console's session and the account still exist, and the audit has no new line. */
async function expectNothingDone(): Promise<void> {
  expect((await ask({ method: "GET", path: "/console/people" }, {})).status).toBe(200);
  const actions = (await stage.saoma.operator.audit(0, 99)).map(({ action }) => action);
  expect(actions.filter((action) => !action.startsWith("console.") && action !== "people.imported")).toEqual([]);
  expect(await stage.saoma.operator.groupsOf(account)).toEqual([]);
  expect(await stage.saoma.operator.account(account)).toBeDefined();
}

test("the routes are there to be tried", () => {
  expect(routes.length).toBeGreaterThan(50);
  expect(writes.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["/console/sign-in", `/console/people/${account}/delete`, `/admin/v1/accounts/${account}`]),
  );
});

test("no route answers under another host name, and nothing is done", async () => {
  for (const host of [
    "evil.test",
    `evil.test:${stage.listener.port}`,
    "127.0.0.1:1",
    `127.0.0.1.evil.test:${stage.listener.port}`,
  ])
    for (const route of routes)
      holds(isRefused(await ask(route, { host, origin: undefined })), `${route.method} ${route.path} as ${host}`);
  await expectNothingDone();
});

test("no write is taken from another page, and nothing is done", async () => {
  // An attacker who serves a page at a numeric address may choose this listener's port for it.
  const { port } = stage.listener;
  const sites = ["https://evil.test", "null", "http://evil.test", `https://${own()}`, "http://127.0.0.1:1", ""];
  for (const origin of [
    ...sites,
    `http://203.0.113.7:${port}`,
    `http://[2001:db8::7]:${port}`,
    `http://localhost:${port}`,
  ])
    for (const route of writes)
      holds(isRefused(await ask(route, { origin })), `${route.method} ${route.path} from ${origin}`);
  await expectNothingDone();
});

test("no write of the console is taken without an origin; the Admin API's, by a key, are", async () => {
  for (const route of writes) {
    const answer = await ask(route, { origin: undefined });
    if (route.path.startsWith("/console")) holds(isRefused(answer), `${route.method} ${route.path} without an origin`);
    else expect(isRefused(answer), route.path).toBe(false);
  }
});

test("where they come from is all that was wrong: the same requests from the console's own pages are taken", async () => {
  for (const route of writes) expect(isRefused(await ask(route, {})), `${route.method} ${route.path}`).toBe(false);
});
