import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { redeem, start, whoIs } from "../stage/stage.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

const cli = { actor: "command line" };

interface Asked {
  readonly method?: string;
  readonly cookie?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request like a browser's. A form sends its origin. */
async function ask(path: string, { method, cookie, form, headers = {} }: Asked = {}) {
  const at = `http://127.0.0.1:${stage.listener.port}`;
  const response = await fetch(`${at}/console${path}`, {
    method: method ?? (form ? "POST" : "GET"),
    redirect: "manual",
    headers: {
      "accept-language": "en",
      ...(cookie === undefined ? {} : { cookie }),
      ...(form ? { origin: at } : {}),
      ...headers,
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** `fetch` cannot send another Host header than that of the URL. */
const statusAs = (host: string, cookie: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = stage.listener;
    const asked = request(
      { host: "127.0.0.1", port, path: "/console/people", headers: { host, cookie } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    asked.on("error", reject).end();
  });

/** Opens a link. Returns the cookie of the session. */
async function enter(right: "read" | "write" = "write") {
  const code = await stage.saoma.operator.console.link("anna", right, cli);
  const { headers, status } = await ask("/enter", { form: { code } });
  expect(status).toBe(303);
  const set = headers.getSetCookie()[0] ?? "";
  return { cookie: set.split(";")[0] ?? "", set, code };
}

async function member(name = "xiaoming") {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(name, started);
  await stage.say(name, "1");
  const { account } = (await (await redeem(browser, started)).json()) as { account: { id: string } };
  return { browser, id: account.id, attempt: started.id };
}

test("a link signs in once, and not after ten minutes; to look at it does not use it up", async () => {
  stage = await setAdminStage();
  const code = await stage.saoma.operator.console.link("anna", "write", cli);
  expect((await ask(`/enter?code=${code}`)).text).toContain("The link is good once.");
  expect((await ask("/enter", { form: { code } })).status).toBe(303);
  expect((await ask("/enter", { form: { code } })).status).toBe(401);
  const late = await stage.saoma.operator.console.link("anna", "write", cli);
  await stage.clock.advance(10 * 60_000);
  expect((await ask("/enter", { form: { code: late } })).status).toBe(401);
  expect((await ask("/enter", { form: { code: "" } })).status).toBe(401);
});

test("the session's cookie is strict, ends after eight hours and with a sign-out; without it there is nothing", async () => {
  stage = await setAdminStage();
  const { cookie, set } = await enter();
  expect(set).toMatch(/^saoma_console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect((await ask("/people", { cookie })).status).toBe(200);
  for (const path of ["", "/people", "/people/x", "/people/x/export", "/attempts", "/attempts/x", "/nothing"]) {
    expect((await ask(path)).status, path).toBe(401);
  }
  expect((await ask("/leave", { cookie, form: {} })).status).toBe(303);
  expect((await ask("/people", { cookie })).status).toBe(401);
  const second = await enter();
  await stage.clock.advance(8 * 3_600_000);
  expect((await ask("/people", { cookie: second.cookie })).status).toBe(401);
});

test("another administrator ends a session that a link began, with the links of its name, and it is in the audit", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  const unopened = await stage.saoma.operator.console.link("anna", "write", cli);
  const bens = await stage.saoma.operator.console.link("ben", "read", cli);
  const { console } = stage.saoma.operator;
  expect((await console.list()).map(({ actor, kind }) => `${actor} ${kind}`).sort()).toEqual([
    "console (anna) link",
    "console (anna) session",
    "console (ben) link",
  ]);
  expect([await console.end("anna", cli), await console.end("anna", cli)]).toEqual([2, 0]);
  expect((await ask("/people", { cookie })).status).toBe(401);
  expect((await ask("/enter", { form: { code: unopened } })).status).toBe(401);
  expect((await ask("/enter", { form: { code: bens } })).status).toBe(303);
  const ended = (await stage.saoma.operator.audit(0, 99)).filter(({ action }) => action === "console.ended");
  expect(ended).toMatchObject([{ actor: "command line", target: "anna", after: { ended: 2 } }]);
});

test("where people reach it by https, the cookie is bound to its host", async () => {
  stage = await setAdminStage({ origin: "https://admin.saoma.test" });
  const code = await stage.saoma.operator.console.link("anna", "write", cli);
  const { headers } = await ask("/enter", { form: { code } });
  expect(headers.getSetCookie()[0]).toMatch(/^__Host-saoma_console=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
});

test("a form of another page, one that names no origin, and another host are refused", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  const { browser, id } = await member();
  const form = {};
  const path = `/people/${id}/sessions/end`;
  expect((await ask(path, { cookie, form, headers: { origin: "https://evil.test" } })).status).toBe(403);
  expect((await ask(path, { cookie, form, headers: { origin: "null" } })).status).toBe(403);
  expect((await ask(path, { cookie, method: "POST" })).status).toBe(403);
  expect((await ask(path, { cookie, method: "GET" })).status).toBe(404);
  expect(await statusAs("evil.test", cookie)).toBe(403);
  expect(await statusAs(`127.0.0.1:${stage.listener.port}`, cookie)).toBe(200);
  expect(await whoIs(browser)).toBeDefined();
});

test("the console's pages are not on the public port, and a key of the Admin API opens none", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  for (const path of ["/console", "/console/people", "/console/enter", "/admin/v1/attempts"]) {
    const response = await stage.browser().request("GET", path, { headers: { cookie } });
    expect(response.status, path).toBe(404);
  }
  const byKey = await stage.ask("/console/people", { key: firstKey });
  expect(byKey.status).toBe(401);
  expect((await stage.ask("/admin/v1/accounts", { headers: { cookie } })).status).toBe(401);
});

test("who may only look changes nothing", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter("read");
  const { browser, id } = await member();
  const page = await ask(`/people/${id}`, { cookie });
  expect(page.text).not.toContain("/suspend");
  const acts = ["sessions/end", "suspend", "invite", "invite/cancel", "groups", "delete"];
  for (const act of acts) expect((await ask(`/people/${id}/${act}`, { cookie, form: {} })).status, act).toBe(403);
  expect(await whoIs(browser)).toBeDefined();
});

test("what an account's page does is done, and in the audit by the name of the link", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  const { browser, id } = await member();
  const act = (path: string, form: Readonly<Record<string, string>> = {}) =>
    ask(`/people/${id}/${path}`, { cookie, form });
  expect((await act("groups", { group: "staff", act: "add" })).text).toContain("staff");
  expect((await act("groups", { group: "NO GOOD", act: "add" })).status).toBe(400);
  expect((await act("sessions/end")).text).toContain("1 sessions ended.");
  expect(await whoIs(browser)).toBeUndefined();
  expect((await act("suspend")).text).toContain("Suspended".toLowerCase());
  expect((await act("unsuspend")).status).toBe(200);
  const invited = (await act("invite")).text;
  expect(invited).toMatch(/Invitation [\w-]{14}, shown this once. It comes into force at 2026-05-02/);
  expect(invited).toContain(`action="/console/people/${id}/invite/cancel"`);
  expect((await act("invite/cancel")).text).toContain("The invitation is cancelled");
  expect((await act("invite/cancel")).text).not.toContain("invite/cancel");
  const [wechat] = (await stage.saoma.operator.account(id))?.identities ?? [];
  expect((await act(`identities/${wechat?.id}/lost`)).text).toContain("lost");
  expect((await act(`identities/${wechat?.id}/found`)).status).toBe(200);
  expect((await act(`identities/${wechat?.id}/remove`)).text).toContain("last WeChat");
  expect((await ask(`/people/${id}/export`, { cookie })).text).toContain('"attempt_logs"');
  const actors = new Set((await stage.saoma.operator.audit(0, 99)).map(({ actor }) => actor));
  expect([...actors]).toEqual(["command line", "console (anna)"]);
  expect((await stage.saoma.operator.audit(0, 99)).at(-1)).toMatchObject({ action: "account.exported", accountId: id });
});

test("the removal of a WeChat that is not the last one is announced, and done at once if the command line marked it", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  const { browser, id } = await member();
  await stage.saoma.people.import([{ id: "u2", person: { appid: stage.appid, openId: "oSecond" } }], { dryRun: false });
  const [first] = (await stage.saoma.operator.account(id))?.identities ?? [];
  await stage.rows("update identities set account_id = ? where open_id = 'oSecond'", id);
  const remove = () => ask(`/people/${id}/identities/${first?.id}/remove`, { cookie, form: {} });
  expect((await remove()).text).toContain("Its removal is announced: it is done at 2026-05-02");
  expect(await whoIs(browser)).toBeDefined();
  await stage.saoma.operator.markWechat(id, first?.id ?? "", { ...cli, mark: "lost", mutes: true });
  expect((await remove()).text).toContain("The WeChat was removed.");
  expect(await whoIs(browser)).toBeUndefined();
  expect((await stage.saoma.operator.account(id))?.identities).toHaveLength(1);
});

test("to delete needs a link of the last five minutes, and the account's id", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  const { id } = await member();
  const erase = (typed: string, by = cookie) => ask(`/people/${id}/delete`, { cookie: by, form: { id: typed } });
  expect((await erase("other")).text).toContain("does not match");
  await stage.clock.advance(5 * 60_000);
  expect((await erase(id)).status).toBe(400);
  expect(await stage.saoma.operator.account(id)).toBeDefined();
  expect((await erase(id, (await enter()).cookie)).text).toContain("The account is deleted.");
  expect(await stage.saoma.operator.account(id)).toBeUndefined();
});

test("people are found by whatever is known of them, and names do nothing in the page", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  const name = `<script>alert(1)</script>"onload='x`;
  const person = { appid: stage.appid, openId: "oFound" };
  await stage.saoma.people.import([{ id: "u1", name, phone: "+8613800138000", person }], { dryRun: false });
  for (const asked of ["u1", "oFound", "13800138000", "<script>"]) {
    const { text, headers } = await ask(`/people?q=${encodeURIComponent(asked)}`, { cookie });
    expect(text, asked).toContain('href="/console/people/u1"');
    expect(text).not.toContain("<script");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).not.toContain("script-src");
  }
  const page = await ask("/people/u1", { cookie });
  expect(page.text).toContain("&lt;script&gt;");
  expect(page.text).not.toContain("<script");
  expect((await ask("/people?q=nobody", { cookie })).text).toContain("Nobody matches.");
  expect((await ask("/people/nobody", { cookie })).status).toBe(404);
});

test("the top of an attempt's page says why the person could not sign in", async () => {
  stage = await setAdminStage();
  const { cookie } = await enter();
  const { id } = await member();
  await stage.saoma.operator.suspend(id, cli);
  const started = await start(stage.browser());
  await stage.scan("xiaoming", started);
  const { text } = await ask(`/attempts/${started.id}`, { cookie });
  expect(text).toContain("The account is suspended. To let them in, lift the suspension.");
  expect(text).toContain("WeChat sent SCAN");
  expect((await ask(`/people/${id}`, { cookie })).text).toContain(`/console/attempts/${started.id}`);
  expect((await ask("/attempts?status=declined", { cookie })).text).toContain(started.id);
  expect((await ask("/attempts?status=redeemed", { cookie })).text).not.toContain(started.id);
  const chinese = await ask(`/attempts/${started.id}`, { cookie, headers: { "accept-language": "zh" } });
  expect(chinese.text).toContain("账号已停用");
});
