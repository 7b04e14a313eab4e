import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { backupSqlite } from "../../src/adapters/sqlite/backup.ts";
import { restoreSqlite } from "../../src/adapters/sqlite/restore.ts";
import { systemClock } from "../../src/base/clock.ts";
import { createSaoma, type SaomaOptions } from "../../src/index.ts";
import { invalidateAfterRestore } from "../../src/login/accounts/end-restored.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { createBrowser } from "../stage/browser.ts";
import { isSkippedOnPostgres } from "../stage/on-postgres.ts";

const origin = "https://login.tea.example";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const isSkipped = isSkippedOnPostgres("it restores SQLite's file; test/flow/openid-restore.test.ts has both engines");

/** A service with its database in a file, and a second one that is opened on the same file. */
function place() {
  const folder = folderWith();
  const [path, backup] = [join(folder, "saoma.db"), join(folder, "backup.db")];
  const options: SaomaOptions = {
    origin,
    secret: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
    database: { path },
    sources: [{ kind: "service", appid: "wx0123456789abcdef", name: "青禾", inWechat: false }],
    applications: [{ id: "shop", name: "青禾茶铺" }],
  };
  const open = () => {
    const saoma = createTestSaoma(createSaoma, options, { log: quiet });
    onTestFinished(() => saoma.close());
    return saoma;
  };
  const restore = () =>
    restoreSqlite({ path, from: backup, clock: systemClock, agree: async () => {}, prepare: invalidateAfterRestore });
  return { open, restore, backup: () => backupSqlite({ path, to: backup, force: false }) };
}

type Service = ReturnType<ReturnType<typeof place>["open"]>;

const call = (saoma: Service, method: string, path: string, headers: Record<string, string | null>, body?: object) =>
  createBrowser(saoma, origin).request(method, path, { headers, ...(body ? { body } : {}) });

const whoIs = async (saoma: Service, authorization: string) =>
  (await call(saoma, "GET", "/v1/session", { authorization, origin: null })).status;

const refresh = async (saoma: Service, refreshToken: string | undefined) =>
  (await call(saoma, "POST", "/v1/tokens/refresh", { origin: null }, { refreshToken })).status;

const jwks = async (saoma: Service) =>
  (await (await call(saoma, "GET", "/.well-known/jwks.json", {})).json()) as { keys: { kid: string }[] };

test.skipIf(isSkipped)(
  "whoever was signed in by a cookie or by tokens is not after a restore, signed out since or not",
  async () => {
    const { open, restore, backup } = place();
    const before = open();
    const [ming, hong] = [await signIn(before, "Ming"), await signIn(before, "Hong")];
    const tv = await signIn(before, "Ming", { mode: "token" });
    const oldKeys = await jwks(before);
    backup();
    const signedOut = await call(before, "DELETE", "/v1/session", { cookie: ming.cookie });
    expect(signedOut.status).toBe(204);
    expect(await before.session({ headers: { cookie: hong.cookie } })).toBeDefined();
    expect(await whoIs(before, `Bearer ${tv.accessToken}`)).toBe(200);
    await before.close();

    expect((await restore()).prepared).toEqual({ sessions: 3, attempts: 0 });

    const after = open();
    expect(await after.operator.latestAudit({ action: "database.restored" }, 999, 9)).toMatchObject([
      { actor: "command line", after: { sessionsEnded: 3, attemptsEnded: 0 } },
    ]);
    for (const { cookie } of [ming, hong]) expect(await after.session({ headers: { cookie } })).toBeUndefined();
    expect(await whoIs(after, `Bearer ${tv.accessToken}`)).toBe(401);
    expect(await refresh(after, tv.refreshToken)).toBe(401);

    for (const [name, old] of [
      ["Ming", ming],
      ["Hong", hong],
    ] as const) {
      const again = await signIn(after, name, { mode: "token" });
      expect(again.account).toMatchObject({ id: old.account.id, name: old.account.name, isNew: false });
      expect(await whoIs(after, `Bearer ${again.accessToken}`)).toBe(200);
      expect(await refresh(after, again.refreshToken)).toBe(200);
    }
    const newKeys = (await jwks(after)).keys.map(({ kid }) => kid);
    expect(newKeys).toHaveLength(1);
    expect(newKeys).not.toEqual(oldKeys.keys.map(({ kid }) => kid));
  },
);

test.skipIf(isSkipped)(
  "a sign-in that was under way at the backup is over, and nobody redeems it a second time",
  async () => {
    const { open, restore, backup } = place();
    const before = open();
    const browser = createBrowser(before, origin);
    const started = await browser.request("POST", "/v1/attempts", { body: { application: "shop" } });
    const { id } = (await started.json()) as { id: string };
    backup();
    await before.close();
    expect((await restore()).prepared).toEqual({ sessions: 0, attempts: 1 });
    const after = open();
    const again = createBrowser(after, origin);
    const cookie = started.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
    const look = await again.request("GET", `/v1/attempts/${id}`, { headers: { cookie } });
    expect(await look.json()).toMatchObject({ status: "expired" });
    expect((await again.request("POST", `/v1/attempts/${id}/redeem`, { headers: { cookie }, body: {} })).status).toBe(
      410,
    );
  },
);
