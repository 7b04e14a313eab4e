// Two instances on one database during a deploy: one of the commit before the newest migration, and one of this commit.
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { hasPostgres } from "../stage/use-postgres.ts";
import { type Cluster, openCluster } from "./cluster.ts";
import { checkOut, findOlderCommit, newest } from "./older-commit.ts";

const older = findOlderCommit();
if ("why" in older) console.log(`Skipped: an older instance beside a newer one, because ${older.why}.`);

const directions = [
  ["older", "newer"],
  ["newer", "older"],
] as const;

describe.skipIf(!hasPostgres || "why" in older)("an older instance beside a newer one, on the newer schema", () => {
  const instances = { older: 0, newer: 1 } as const;
  const commandLines = { older: "", newer: fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url)) };
  let cluster: Cluster;
  let remove = () => {};

  beforeAll(async () => {
    if (!("commit" in older)) return;
    const { script, commandLine, ...folder } = checkOut(older.commit);
    commandLines.older = commandLine;
    remove = folder.remove;
    cluster = await openCluster([script]);
  });

  afterAll(async () => {
    await cluster?.close();
    remove();
  });

  test("the older one does not know the newest migration, and serves on", async () => {
    const applied = await cluster.rows("select name from migrations order by applied_at, name");
    expect(applied.at(-1)).toEqual({ name: newest });
    const [before, after] = await Promise.all([cluster.instances[0].address(), cluster.instances[1].address()]);
    for (const address of [before, after]) expect((await fetch(`${address}/readyz`)).status).toBe(200);
    expect(cluster.instances[0].restarts).toEqual([]);
  });

  test.each(directions)(
    "begun at the %s, scanned at the other, and so on: signed in and out at both",
    async (...order) => {
      const [here, there] = order.map((name) => instances[name]) as [number, number];
      let at = here;
      const browser = cluster.browser(() => at);
      const person = `o-${order[0]}`;
      const started = await call(browser, "POST", "/v1/attempts", { channel: "official-account-qr" });
      const scan = cluster.scan(await cluster.sceneOf(started.id), person);
      // WeChat may deliver the push to both instances.
      const replies = [await cluster.deliver(there, scan), await cluster.deliver(here, scan)];
      expect(replies[0]).toContain("青禾茶铺");
      expect(replies[1]).toBe(replies[0]);
      expect(await call(browser, "GET", `/v1/attempts/${started.id}`)).toMatchObject({ status: "scanned" });
      expect(await cluster.deliver(here, cluster.say("1", person))).toBeDefined();
      at = there;
      expect(await call(browser, "GET", `/v1/attempts/${started.id}`)).toMatchObject({ status: "granted" });
      const { account } = await call(browser, "POST", `/v1/attempts/${started.id}/redeem`, { mode: "cookie" });
      at = here;
      expect(await call(browser, "GET", "/v1/session")).toMatchObject({ account });
      expect((await browser.request("DELETE", "/v1/session")).status).toBe(204);
      at = there;
      expect((await browser.request("GET", "/v1/session")).status).toBe(401);
    },
  );

  test.each(directions)(
    "tokens that the %s gave are renewed at the other, and again at the first",
    async (...order) => {
      const [here, there] = order.map((name) => instances[name]) as [number, number];
      let at = here;
      const browser = cluster.browser(() => at);
      const person = `o-tokens-${order[0]}`;
      const started = await call(browser, "POST", "/v1/attempts", { channel: "official-account-qr" });
      await cluster.deliver(here, cluster.scan(await cluster.sceneOf(started.id), person));
      await cluster.deliver(here, cluster.say("1", person));
      const first = await call(browser, "POST", `/v1/attempts/${started.id}/redeem`, { mode: "token" });
      at = there;
      const second = await call(browser, "POST", "/v1/tokens/refresh", { refreshToken: first.refreshToken });
      at = here;
      const third = await call(browser, "POST", "/v1/tokens/refresh", { refreshToken: second.refreshToken });
      expect(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
    },
  );

  /** Up to this step at one instance, and from there on at the other. Each is what waits when the deploy begins. */
  async function signIn(person: string, [here, there]: readonly number[], waitsFor: "scan" | "confirm" | "redeem") {
    const steps = ["scan", "confirm", "redeem"];
    const at = (step: string) => (steps.indexOf(step) < steps.indexOf(waitsFor) ? here : there) ?? 0;
    let now = here ?? 0;
    const browser = cluster.browser(() => now);
    const started = await call(browser, "POST", "/v1/attempts", { channel: "official-account-qr" });
    await cluster.deliver(at("scan"), cluster.scan(await cluster.sceneOf(started.id), person));
    await cluster.deliver(at("confirm"), cluster.say("1", person));
    now = at("redeem");
    return call(browser, "POST", `/v1/attempts/${started.id}/redeem`, { mode: "cookie" });
  }

  test.each(directions)(
    "what waits at the %s for scan, confirm or redeem is finished at the other",
    async (...order) => {
      const way = order.map((name) => instances[name]);
      const accounts = [];
      for (const waitsFor of ["scan", "confirm", "redeem"] as const) {
        accounts.push((await signIn(`o-waits-${order[0]}-${waitsFor}`, way, waitsFor)).account.id);
      }
      expect(new Set(accounts).size).toBe(3);
    },
  );

  test.each(directions)(
    "an invitation that the %s made, typed into its page or not yet, adds a WeChat at the other",
    async (...order) => {
      const [here, there] = order.map((name) => instances[name]) as [number, number];
      for (const isTyped of [true, false]) {
        const person = `o-invited-${order[0]}-${isTyped}`;
        const { account } = await signIn(`${person}-host`, [here, here], "redeem");
        const code = (await cluster.run(commandLines[order[0]], "account", "invite", account.id)).trim();
        let at = here;
        const browser = cluster.browser(() => at);
        const started = await call(browser, "POST", "/v1/attempts", { channel: "official-account-qr" });
        const path = `/v1/attempts/${started.id}`;
        at = isTyped ? here : there;
        expect(await call(browser, "POST", `${path}/invitation`, { code })).toMatchObject({ invited: true });
        at = there;
        await cluster.deliver(there, cluster.scan(await cluster.sceneOf(started.id), person));
        const told = await cluster.deliver(there, cluster.say("1", person));
        const pairingCode = /配对码[^0-9]*(\d{6})/.exec(told ?? "")?.[1];
        const redeemed = await call(browser, "POST", `${path}/redeem`, { mode: "cookie", pairingCode });
        expect(redeemed.account.id).toBe(account.id);
        // Used up, for either.
        for (const at of [here, there])
          expect(
            await invited(
              cluster.browser(() => at),
              code,
            ),
          ).toBe(422);
      }
    },
  );

  test("sixteen sign-ins at once, each request at any of the two, complete", async () => {
    let turn = 0;
    const signIn = async (person: string) => {
      const browser = cluster.browser(() => turn++ % 2);
      const started = await call(browser, "POST", "/v1/attempts", { channel: "official-account-qr" });
      await cluster.deliver(turn++ % 2, cluster.scan(await cluster.sceneOf(started.id), person));
      await cluster.deliver(turn++ % 2, cluster.say("1", person));
      return call(browser, "POST", `/v1/attempts/${started.id}/redeem`, { mode: "cookie" });
    };
    const all = await Promise.all(Array.from({ length: 16 }, (_, index) => signIn(`o-many-${index}`)));
    expect(new Set(all.map(({ account }) => account.id)).size).toBe(16);
  });
});

/** Types an invitation into a new page. Returns the status of the answer. */
async function invited(browser: Browser, code: string): Promise<number> {
  const started = await call(browser, "POST", "/v1/attempts", { channel: "official-account-qr" });
  return (await browser.request("POST", `/v1/attempts/${started.id}/invitation`, { body: { code } })).status;
}

/** The JSON of a successful response. */
async function call(browser: Browser, method: string, path: string, body?: object) {
  const response = await browser.request(method, path, body === undefined ? {} : { body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}
