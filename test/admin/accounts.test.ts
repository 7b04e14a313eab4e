import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import type { z } from "zod";
import type { accountDetails, accountsView, auditView } from "../../src/wire/admin.ts";
import { problem, redeem, start, whoIs } from "../stage/stage.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

type Accounts = z.infer<typeof accountsView>;
type Details = z.infer<typeof accountDetails>;
type Audit = z.infer<typeof auditView>;

let stage: AdminStage;

afterEach(() => stage.close());

const get = async <T>(path: string): Promise<T> => {
  const response = await stage.ask(path, { key: firstKey });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

const change = (path: string, key = firstKey) => stage.ask(path, { method: "DELETE", key });

async function signedIn(person = "xiaoming", browser = stage.browser()) {
  const started = await start(browser);
  await stage.scan(person, started);
  if (stage.lastMessage(person).links.length > 0) await stage.tap(person, "是我，登录");
  const body = (await (await redeem(browser, started)).json()) as {
    account: { id: string };
    identity: { openid: string };
  };
  return { browser, id: body.account.id, openid: body.identity.openid };
}

const names = ({ accounts }: Accounts) => accounts.map(({ name }) => name);

async function withPeople() {
  stage = await setAdminStage();
  const people = ["王小明", "王芳", "李雷", "王五", "wang"];
  for (const [index, name] of people.entries()) {
    await stage.clock.advance(1_000);
    const openId = `oSearched${index}`;
    const phone = `+861380013800${index}`;
    const person = { appid: stage.appid, openId };
    await stage.saoma.people.import([{ id: `u${index}`, name, phone, person }], { dryRun: false });
  }
}

test("people are found by id, openid, phone and the beginning of their name", async () => {
  await withPeople();
  expect(names(await get("/admin/v1/accounts?id=u1"))).toEqual(["王芳"]);
  expect(names(await get("/admin/v1/accounts?openid=oSearched2"))).toEqual(["李雷"]);
  expect(names(await get("/admin/v1/accounts?phone=13800138003"))).toEqual(["王五"]);
  expect(names(await get(`/admin/v1/accounts?phone=${encodeURIComponent("+8613800138003")}`))).toEqual(["王五"]);
  expect(names(await get(`/admin/v1/accounts?name=${encodeURIComponent("王")}`)).toSorted()).toEqual(
    ["王五", "王小明", "王芳"].toSorted(),
  );
  for (const nobody of ["id=u9", "openid=oSearched", "phone=13900139000", "name=%25", "unionid=none"]) {
    expect(await get(`/admin/v1/accounts?${nobody}`)).toEqual({ accounts: [] });
  }
});

test("people are found by unionid, also those who are expected by it", async () => {
  stage = await setAdminStage({}, { also: ["website"] });
  await stage.saoma.people.import([{ id: "u1", name: "老客", union: { platform: "yiye", unionId: "oUnion" } }], {
    dryRun: false,
  });
  expect(names(await get("/admin/v1/accounts?unionid=oUnion"))).toEqual(["老客"]);
});

test.each([
  ["all, the newest first", "", ["wang", "王五", "李雷", "王芳", "王小明"]],
  ["by name", `&name=${encodeURIComponent("王")}`, ["王五", "王小明", "王芳"]],
])("pages go on where the one before ended: %s", async (_, query, expected) => {
  await withPeople();
  const seen: string[] = [];
  let cursor = "";
  for (let pages = 0; pages < 9; pages++) {
    const page = await get<Accounts>(`/admin/v1/accounts?limit=2${query}${cursor}`);
    seen.push(...names(page));
    if (page.next === undefined) break;
    // An account that was deleted meanwhile must not make the others of the list fail.
    if (pages === 0) await stage.saoma.people.erase(page.accounts.at(-1)?.id ?? "");
    cursor = `&cursor=${page.next}`;
  }
  expect(seen).toEqual(expected);
});

test("an account is shown with its WeChats and sessions, and nothing that proves who it is", async () => {
  stage = await setAdminStage();
  const { id, openid } = await signedIn();
  const details = await get<Details>(`/admin/v1/accounts/${id}`);
  expect(details).toMatchObject({
    account: { id, createdAt: expect.stringMatching(/^2026-05-01T/) },
    identities: [{ appid: stage.appid, openid }],
    sessions: [{ application: "shop", channel: "official-account-qr", openid, live: true }],
  });
  expect(JSON.stringify(details)).not.toMatch(/hash|token|secret/i);
  expect(await problem(await stage.ask("/admin/v1/accounts/nobody", { key: firstKey }))).toBe("404 account_not_found");
});

test("a person is signed out everywhere, within the next request, and asked again in browsers that knew them", async () => {
  stage = await setAdminStage();
  const first = await signedIn();
  const second = await signedIn();
  expect(await whoIs(first.browser)).toBeDefined();
  const response = await change(`/admin/v1/accounts/${first.id}/sessions`);
  expect([response.status, await response.json()]).toEqual([200, { ended: 2 }]);
  expect(await whoIs(first.browser)).toBeUndefined();
  expect(await whoIs(second.browser)).toBeUndefined();
  const again = await start(first.browser);
  await stage.scan("xiaoming", again);
  expect(stage.lastMessage("xiaoming").links.map(({ text }) => text)).toContain("是我，登录");
  const { sessions } = await get<Details>(`/admin/v1/accounts/${first.id}`);
  expect(sessions.map(({ end, live }) => [end, live])).toEqual([
    ["operator", false],
    ["operator", false],
  ]);
});

test("one session is ended and the others stay; another account's session cannot be ended here", async () => {
  stage = await setAdminStage();
  const mine = await signedIn();
  const other = await signedIn("xiaohong");
  const kept = await signedIn();
  const { sessions } = await get<Details>(`/admin/v1/accounts/${mine.id}`);
  const oldest = sessions.at(-1)?.id ?? "";
  expect(await problem(await change(`/admin/v1/accounts/${other.id}/sessions/${oldest}`))).toBe(
    "404 session_not_found",
  );
  expect((await change(`/admin/v1/accounts/${mine.id}/sessions/${oldest}`)).status).toBe(204);
  expect(await problem(await change(`/admin/v1/accounts/${mine.id}/sessions/${oldest}`))).toBe("404 session_not_found");
  const live = await Promise.all([mine, other, kept].map(async ({ browser }) => (await whoIs(browser)) !== undefined));
  expect(live.filter(Boolean)).toHaveLength(2);
  expect(live[1]).toBe(true);
});

test("every change is in the audit: who, what, before, after, when", async () => {
  stage = await setAdminStage();
  const { id } = await signedIn();
  const key = (await stage.saoma.operator.addKey("support", "write", { actor: "command line" })) ?? "";
  await stage.clock.advance(60_000);
  await change(`/admin/v1/accounts/${id}/sessions`, key);
  const { lines } = await get<Audit>("/admin/v1/audit");
  expect(lines).toEqual([
    {
      seq: 1,
      at: expect.any(String),
      actor: "command line",
      action: "admin-key.added",
      target: "support",
      after: { right: "write" },
    },
    {
      seq: 2,
      at: new Date(stage.clock.now()).toISOString(),
      actor: "support",
      action: "sessions.ended",
      account: id,
      before: { sessions: 1 },
      after: { sessions: 0 },
    },
  ]);
});

test("the audit's pages go on where the one before ended, also when lines have come since", async () => {
  stage = await setAdminStage();
  for (let key = 1; key <= 5; key++) await stage.saoma.operator.addKey(`key${key}`, "read", { actor: "command line" });
  const first = await get<Audit>("/admin/v1/audit?limit=4");
  await stage.saoma.operator.addKey("key6", "read", { actor: "command line" });
  const rest = await get<Audit>(`/admin/v1/audit?limit=4&cursor=${first.next}`);
  expect([...first.lines, ...rest.lines].map(({ target }) => target)).toEqual([
    "key1",
    "key2",
    "key3",
    "key4",
    "key5",
    "key6",
  ]);
  expect(rest.next).toBeUndefined();
});

test("whom the operator deletes is gone, and the lines about them stay without them", async () => {
  stage = await setAdminStage();
  const { id, openid, browser } = await signedIn();
  const { sessions } = await get<Details>(`/admin/v1/accounts/${id}`);
  await change(`/admin/v1/accounts/${id}/sessions/${sessions[0]?.id}`);
  const response = await change(`/admin/v1/accounts/${id}`);
  expect(await response.json()).toMatchObject({ deleted: { accounts: 1, identities: 1, sessions: 1 } });
  expect(await whoIs(browser)).toBeUndefined();
  expect(await problem(await change(`/admin/v1/accounts/${id}`))).toBe("404 account_not_found");
  const audit = await get<Audit>("/admin/v1/audit");
  expect(audit.lines.map(({ actor, action }) => [actor, action])).toEqual([
    ["SAOMA_ADMIN_KEY", "session.ended"],
    ["SAOMA_ADMIN_KEY", "account.deleted"],
  ]);
  for (const known of [id, openid, sessions[0]?.id ?? ""]) expect(JSON.stringify(audit)).not.toContain(known);
});

test("a person's lines in the audit are part of their export", async () => {
  stage = await setAdminStage();
  const { id } = await signedIn();
  await change(`/admin/v1/accounts/${id}/sessions`);
  expect((await stage.saoma.people.file(id))?.rows.audit).toMatchObject([{ action: "sessions.ended", account_id: id }]);
});

test("no line of the audit can be deleted or overwritten, not even by SQL", async () => {
  stage = await setAdminStage();
  const { id } = await signedIn();
  await change(`/admin/v1/accounts/${id}/sessions`);
  using database = new DatabaseSync((stage.options.database as { path: string }).path);
  for (const attempt of [
    "delete from audit",
    "update audit set actor = 'somebody else'",
    "update audit set account_id = 'another'",
    "update audit set after = '{}'",
    "insert or replace into audit (seq, at, actor, action) values (1, 0, 'x', 'x')",
  ]) {
    expect(() => database.exec(attempt), attempt).toThrow(/only ever appended to|constraint/);
  }
});

test("an import or a migration of openids is one line of the audit, and a dry run is none", async () => {
  stage = await setAdminStage();
  const people = ["a", "b"].map((id) => ({ id, person: { appid: stage.appid, openId: `o${id}` } }));
  await stage.saoma.people.import(people, { dryRun: true });
  await stage.saoma.people.import(people, { dryRun: false });
  await stage.saoma.people.import(people, { dryRun: false });
  const move = { from: stage.appid, to: "wx00000000000000ff", dryRun: false, actor: "command line" };
  await stage.saoma.people.migrateOpenIds([{ from: "oa", to: "oA" }], move);
  const { lines } = await get<Audit>("/admin/v1/audit");
  expect(lines.map(({ actor, action, after }) => [actor, action, after])).toEqual([
    ["application", "people.imported", { created: 2, completed: 0 }],
    ["command line", "identities.migrated", { added: 1 }],
  ]);
});

test("a WeChat is marked as lost and found again; a key that may look changes nothing, and others' are not there", async () => {
  stage = await setAdminStage();
  const { browser, id } = await signedIn();
  const [wechat] = (await get<Details>(`/admin/v1/accounts/${id}`)).identities;
  const path = `/admin/v1/accounts/${id}/identities/${wechat?.id}/lost`;
  expect(
    await problem(await stage.ask(path.replace(wechat?.id ?? "", "nobody"), { method: "PUT", key: firstKey })),
  ).toBe("404 identity_not_found");
  expect(await problem(await stage.ask(path, { method: "PUT" }))).toBe("401 key_needed");
  expect((await stage.ask(path, { method: "PUT", key: firstKey })).status).toBe(204);
  expect(await whoIs(browser)).toBeUndefined();
  const lost = await get<Details>(`/admin/v1/accounts/${id}`);
  expect(lost.identities[0]?.lostAt).toBe(new Date(stage.clock.now()).toISOString());
  expect((await change(path)).status).toBe(204);
  expect((await get<Details>(`/admin/v1/accounts/${id}`)).identities[0]).not.toHaveProperty("lostAt");
  const { lines } = await get<Audit>("/admin/v1/audit");
  expect(lines.map(({ action, account, target }) => [action, account, target])).toEqual([
    ["identity.lost", id, wechat?.id],
    ["identity.found", id, wechat?.id],
  ]);
});

test("the code of an invitation is returned once, to a key with the right to write", async () => {
  stage = await setAdminStage();
  const { id } = await signedIn();
  const path = `/admin/v1/accounts/${id}/invitations`;
  const made = await stage.ask(path, { method: "POST", key: firstKey });
  expect(made.status).toBe(201);
  expect(await made.json()).toEqual({
    code: expect.stringMatching(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/),
    validFrom: new Date(stage.clock.now() + 24 * 3_600_000).toISOString(),
    expiresAt: new Date(stage.clock.now() + 48 * 3_600_000).toISOString(),
  });
  const { invitation } = await get<Details>(`/admin/v1/accounts/${id}`);
  expect(invitation?.validFrom).toBe(new Date(stage.clock.now() + 24 * 3_600_000).toISOString());
  expect((await change(path)).status).toBe(204);
  expect(await get<Details>(`/admin/v1/accounts/${id}`)).not.toHaveProperty("invitation");
  expect(await problem(await stage.ask(path, { method: "POST" }))).toBe("401 key_needed");
  const nobody = "/admin/v1/accounts/nobody/invitations";
  expect(await problem(await stage.ask(nobody, { method: "POST", key: firstKey }))).toBe("404 account_not_found");
});

test("an account is put into groups and taken out of them; a group has a name, and each change is in the audit", async () => {
  stage = await setAdminStage();
  const { id } = await signedIn();
  const path = `/admin/v1/accounts/${id}/groups/staff`;
  expect(await problem(await stage.ask(path, { method: "PUT" }))).toBe("401 key_needed");
  for (const _ of [1, 2]) expect((await stage.ask(path, { method: "PUT", key: firstKey })).status).toBe(204);
  expect(await get<{ groups: string[] }>(`/admin/v1/accounts/${id}`)).toMatchObject({ groups: ["staff"] });
  const odd = path.replace("staff", "Staff%20!");
  expect(await problem(await stage.ask(odd, { method: "PUT", key: firstKey }))).toBe("400 invalid_request");
  const nobody = path.replace(id, "nobody");
  expect(await problem(await stage.ask(nobody, { method: "PUT", key: firstKey }))).toBe("404 account_not_found");
  expect((await change(path)).status).toBe(204);
  expect(await get<{ groups: string[] }>(`/admin/v1/accounts/${id}`)).toMatchObject({ groups: [] });
  const { lines } = await get<Audit>("/admin/v1/audit");
  expect(lines.map(({ action, account, target }) => [action, account, target])).toEqual([
    ["group.added", id, "staff"],
    ["group.removed", id, "staff"],
  ]);
});

test("an account is suspended and taken back by a key that may write; who looks sees since when", async () => {
  stage = await setAdminStage();
  const { browser, id } = await signedIn();
  const path = `/admin/v1/accounts/${id}/suspension`;
  const put = (at: string, key = firstKey) => stage.ask(at, { method: "PUT", key });
  const reader = (await stage.saoma.operator.addKey("looks", "read", { actor: "test" })) ?? "";
  expect(await problem(await put(path, reader))).toBe("403 key_may_not");
  expect((await put(path)).status).toBe(204);
  expect((await put(path)).status).toBe(204);
  expect(await whoIs(browser)).toBeUndefined();
  const { account } = await get<Details>(`/admin/v1/accounts/${id}`);
  expect(account.suspendedAt).toBe(new Date(stage.clock.now()).toISOString());
  expect((await change(path)).status).toBe(204);
  expect((await get<Details>(`/admin/v1/accounts/${id}`)).account).not.toHaveProperty("suspendedAt");
  expect(await problem(await put("/admin/v1/accounts/nobody/suspension"))).toBe("404 account_not_found");
  expect(await problem(await change("/admin/v1/accounts/nobody/suspension"))).toBe("404 account_not_found");
});
