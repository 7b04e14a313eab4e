// Attacks on an administrator's sign-in to the console by WeChat.
import { afterEach, expect, test } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { type AdminStage, setAdminStage } from "../admin/operator.ts";
import { redeem, type StageOptions, start } from "../stage/stage.ts";

let stage: AdminStage;

afterEach(() => stage.close());

const cli = { actor: "command line" };
const anna = { account: "anna-1", name: "anna" };

const openIdOf = (person: string): string =>
  stage.simulator.world().people.find(({ name }) => name === person)?.openIds[stage.appid] ?? "";

/** A console whose administrator is xiaoming's account. xiaohong has an account, too. */
async function setConsole(
  admin: Parameters<typeof setAdminStage>[0] = {},
  options: StageOptions["options"] = {},
): Promise<void> {
  stage = await setAdminStage({ administrators: [anna], ...admin }, { application: { confirm: "never" }, options });
  const people = { [anna.account]: "xiaoming", "other-1": "xiaohong" };
  for (const [id, person] of Object.entries(people)) {
    const one = { id, person: { appid: stage.appid, openId: openIdOf(person) } };
    await stage.saoma.people.import([one], { dryRun: false });
  }
}

interface Asked {
  /** Whether it is a form, and the text of the page. */
  readonly form?: boolean | Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser at the console, with its own cookie jar. A form sends its origin. */
function consoleBrowser() {
  const at = `http://127.0.0.1:${stage.listener.port}`;
  const jar = new Map<string, string>();
  async function ask(path: string, { form = false, headers = {} }: Asked = {}) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const own = { "accept-language": "en", cookie, ...(form ? { origin: at } : {}), ...headers };
    const method = form ? "POST" : "GET";
    const body = typeof form === "object" ? { body: new URLSearchParams(form) } : {};
    const response = await fetch(`${at}/console${path}`, { method, redirect: "manual", headers: own, ...body });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return { status: response.status, text: await response.text(), sets: response.headers.getSetCookie() };
  }
  return { jar, ask };
}

type ConsoleBrowser = ReturnType<typeof consoleBrowser>;

async function begin(browser: ConsoleBrowser): Promise<void> {
  expect((await browser.ask("/sign-in", { form: true })).status).toBe(303);
}

async function scan(browser: ConsoleBrowser, person = "xiaoming"): Promise<string> {
  const image = /src="(data:image\/png[^"]+)"/.exec((await browser.ask("/sign-in")).text)?.[1] ?? "";
  await stage.scan(person, { id: "of the console", qr: { image } } as unknown as StartedAttempt);
  return /class="number"[^>]*>(\d\d)</.exec((await browser.ask("/sign-in")).text)?.[1] ?? "";
}

const enter = (browser: ConsoleBrowser, headers: Asked["headers"] = {}) =>
  browser.ask("/sign-in/enter", { form: true, headers });

async function confirmed(person = "xiaoming"): Promise<ConsoleBrowser> {
  const browser = consoleBrowser();
  await begin(browser);
  const number = await scan(browser, person);
  if (number !== "") await stage.say(person, number);
  return browser;
}

const isIn = async (browser: ConsoleBrowser): Promise<boolean> => (await browser.ask("/people")).status === 200;

const attempt = async () => (await stage.rows("select * from attempts where purpose = 'administer'"))[0];

test("an administrator picks the number and is in, by name in the audit; the cookies are strict", async () => {
  await setConsole();
  const browser = consoleBrowser();
  expect((await browser.ask("")).text).toContain("Sign in with WeChat");
  const { sets } = await browser.ask("/sign-in", { form: true });
  expect(sets[0]).toMatch(/^saoma_console_attempt=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Strict$/);
  const number = await scan(browser);
  expect(stage.lastMessage("xiaoming").text).toContain("console of");
  expect((await enter(browser)).status).toBe(401);
  expect(await isIn(browser)).toBe(false);
  const next = await confirmed();
  expect(number).toMatch(/^\d\d$/);
  expect((await next.ask("/sign-in")).text).toContain("Confirmed.");
  expect((await enter(next)).status).toBe(303);
  expect(await isIn(next)).toBe(true);
  expect(next.jar.has("saoma_console_attempt")).toBe(false);
  const lines = await stage.saoma.operator.audit(0, 99);
  expect(lines.at(-1)).toMatchObject({ actor: "console (anna)", action: "console.entered", accountId: anna.account });
});

test("over https both cookies are bound to the host", async () => {
  await setConsole({ origin: "https://admin.saoma.test" });
  const browser = consoleBrowser();
  const { sets } = await browser.ask("/sign-in", { form: true });
  expect(sets[0]).toMatch(/^__Host-saoma_console_attempt=.*; HttpOnly; Secure; SameSite=Strict$/);
});

test("another browser, another sign-in's claim, and a second exchange open nothing", async () => {
  await setConsole();
  const browser = await confirmed();
  const thief = consoleBrowser();
  expect((await enter(thief)).status).toBe(401);
  await begin(thief);
  const [own = "", theirs = ""] = [browser, thief].map(({ jar }) => jar.get("saoma_console_attempt"));
  thief.jar.set("saoma_console_attempt", `${own.split(".")[0]}.${theirs.split(".")[1]}`);
  expect((await thief.ask("/sign-in")).text).not.toContain("Confirmed.");
  expect((await enter(thief)).status).toBe(401);
  expect((await enter(browser)).status).toBe(303);
  const replay = consoleBrowser();
  replay.jar.set("saoma_console_attempt", own);
  expect((await enter(replay)).status).toBe(401);
  expect([await isIn(thief), await isIn(replay), await isIn(browser)]).toEqual([false, false, true]);
});

test("a form of another page, one without an origin, and a link begin and end nothing", async () => {
  await setConsole();
  const browser = await confirmed();
  for (const origin of ["https://evil.test", "null"]) {
    expect((await enter(browser, { origin })).status).toBe(403);
    expect((await browser.ask("/sign-in", { form: true, headers: { origin } })).status).toBe(403);
  }
  const nameless = [...browser.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const unnamed = { method: "POST", redirect: "manual", headers: { cookie: nameless } } as const;
  for (const path of ["/sign-in", "/sign-in/enter"])
    expect((await fetch(`http://127.0.0.1:${stage.listener.port}/console${path}`, unnamed)).status).toBe(403);
  expect((await browser.ask("/sign-in/enter")).status).not.toBe(303);
  expect(await isIn(browser)).toBe(false);
  expect((await enter(browser)).status).toBe(303);
});

test("a person who is no administrator is told so, and is not signed in; a newcomer gets no account", async () => {
  await setConsole();
  for (const person of ["xiaohong", "afei"]) {
    const browser = await confirmed(person);
    expect((await browser.ask("/sign-in")).text).toContain("not an administrator");
    expect((await enter(browser)).status, person).toBe(401);
  }
  expect(await stage.rows("select id from accounts where id not in ('anna-1', 'other-1')")).toEqual([]);
});

test("a wrong number, a no and a typed yes sign nobody in, even if the site never asks", async () => {
  await setConsole();
  for (const answer of ["wrong", "2", "是我确认", "1"]) {
    const browser = consoleBrowser();
    await begin(browser);
    const number = Number(await scan(browser));
    await stage.say("xiaoming", answer === "wrong" ? String(number === 99 ? 10 : number + 1) : answer);
    expect((await enter(browser)).status, answer).toBe(401);
    expect(await isIn(browser)).toBe(false);
  }
});

test("a granted attempt without the number is not exchanged", async () => {
  await setConsole();
  const browser = await confirmed();
  await stage.rows("update attempts set proof = 'tap' where purpose = 'administer'");
  expect((await enter(browser)).status).toBe(401);
});

test("the console does not accept a public sign-in or session, and the public port does not accept the console's", async () => {
  await setConsole();
  const site = stage.browser();
  const started = await start(site);
  await stage.scan("xiaoming", started);
  expect((await redeem(site, started)).status).toBe(200);
  const thief = consoleBrowser();
  for (const [name, value] of (await stage.rows("select id, token_hash from sessions")).map((r) => [
    r.id,
    r.token_hash,
  ]))
    thief.jar.set("saoma_console", `${name ?? value}`);
  expect(await isIn(thief)).toBe(false);
  const byHeader = { method: "POST", headers: { "content-type": "application/json", "sec-fetch-site": "none" } };
  const asked = { ...byHeader, body: JSON.stringify({ claim: "header", purpose: "administer" }) };
  expect((await stage.saoma.fetch(new Request(`${stage.options.origin}/v1/attempts`, asked))).status).toBe(400);
  const made = { ...byHeader, body: JSON.stringify({ claim: "header" }) };
  const answer = await stage.saoma.fetch(new Request(`${stage.options.origin}/v1/attempts`, made));
  const begun = (await answer.json()) as StartedAttempt & { claim: string };
  const { id, claim } = begun;
  thief.jar.set("saoma_console_attempt", `${id}.${claim}`);
  await stage.scan("xiaoming", { ...begun, id });
  await stage.rows("update attempts set proof = 'number' where id = ?", id);
  expect((await enter(thief)).status).toBe(401);

  const own = (await confirmed()).jar.get("saoma_console_attempt")?.split(".") ?? [];
  const headers = { "saoma-claim": own[1] ?? "", authorization: `Bearer ${own[1]}` };
  for (const [method, path] of Object.entries({ GET: "", POST: "/redeem", DELETE: "" })) {
    const body = method === "POST" ? { body: JSON.stringify({ mode: "token" }) } : {};
    const init = { method, headers: { ...headers, "content-type": "application/json" }, ...body };
    const url = `${stage.options.origin}/v1/attempts/${own[0]}${path}`;
    expect((await stage.saoma.fetch(new Request(url, init))).status, method).toBe(404);
  }
  expect((await attempt())?.status).toBe("granted");
});

test("between the number and the exchange: suspended, deleted, marked as lost, linked by another person", async () => {
  await setConsole({ administrators: [anna, { account: "other-1", name: "ben" }] });
  const spoils: Readonly<Record<string, () => Promise<unknown>>> = {
    linked: () => stage.rows("update identities set linked_by = 'x', linked_at = 1, signed_in_at = null"),
    lost: () => stage.rows("update identities set lost_at = 1"),
    moved: () => stage.rows("update identities set account_id = 'other-1', linked_by = null, linked_at = null"),
  };
  for (const [how, spoil] of Object.entries(spoils)) {
    const browser = await confirmed();
    await spoil();
    expect((await enter(browser)).status, how).toBe(401);
    await stage.rows("update identities set account_id = ? where open_id = ?", anna.account, openIdOf("xiaoming"));
    await stage.rows("update identities set linked_by = null, linked_at = null, lost_at = null");
  }
  const lost = await confirmed();
  const [wechat] = (await stage.saoma.operator.account(anna.account))?.identities ?? [];
  await stage.saoma.operator.markWechat(anna.account, wechat?.id ?? "", { ...cli, mark: "lost" });
  expect((await enter(lost)).status).toBe(401);
  await stage.saoma.operator.markWechat(anna.account, wechat?.id ?? "", { ...cli, mark: "found" });
  const suspended = await confirmed();
  await stage.saoma.operator.suspend(anna.account, cli);
  expect((await enter(suspended)).status).toBe(401);
});

test("a visit ends when its administrator is suspended, says that it was not them, or is deleted", async () => {
  await setConsole();
  const visit = async () => {
    const browser = await confirmed();
    expect((await enter(browser)).status).toBe(303);
    expect(await isIn(browser)).toBe(true);
    return browser;
  };
  const first = await visit();
  await stage.saoma.operator.suspend(anna.account, cli);
  expect(await isIn(first)).toBe(false);
  await stage.saoma.operator.unsuspend(anna.account, cli);
  const second = await visit();
  await stage.say("xiaoming", "2");
  expect(await isIn(second)).toBe(false);
  const third = await visit();
  await stage.saoma.operator.erase(anna.account, cli);
  expect(await isIn(third)).toBe(false);
  expect(await stage.rows("select hash from console_sessions where account_id = 'anna-1'")).toEqual([]);
});

test("a visit ends with a lost or removed WeChat, with all sessions, and for good with a suspension", async () => {
  await setConsole();
  const { operator } = stage.saoma;
  await stage.rows("insert into identities (appid, open_id, account_id) values (?, 'spare', 'anna-1')", stage.appid);
  const all = (await operator.account(anna.account))?.identities ?? [];
  const wechat = all.find(({ openId }) => openId === openIdOf("xiaoming"))?.id ?? "";
  const ends: Readonly<Record<string, () => Promise<unknown>>> = {
    lost: () => operator.markWechat(anna.account, wechat, { ...cli, mark: "lost" }),
    suspended: () => operator.suspend(anna.account, cli),
    ended: () => operator.endSessions(anna.account, cli),
    removed: () => operator.removeIdentity(anna.account, wechat, cli),
  };
  for (const [how, end] of Object.entries(ends)) {
    const browser = await confirmed();
    expect((await enter(browser)).status).toBe(303);
    expect(await isIn(browser)).toBe(true);
    await end();
    await operator.unsuspend(anna.account, cli);
    await operator.markWechat(anna.account, wechat, { ...cli, mark: "found" });
    expect(await isIn(browser), how).toBe(false);
  }
});

test("a visit ends when its administrator leaves the configuration, and may what that says now", async () => {
  await setConsole();
  const browser = await confirmed();
  await enter(browser);
  expect(await isIn(browser)).toBe(true);
  await stage.rows("update console_sessions set account_id = 'other-1'");
  expect(await isIn(browser)).toBe(false);
});

test("who may only look changes nothing", async () => {
  await setConsole({ administrators: [{ ...anna, right: "read" }] });
  const browser = await confirmed();
  await enter(browser);
  expect(await isIn(browser)).toBe(true);
  expect((await browser.ask("/people/other-1/suspend", { form: true })).status).toBe(403);
});

test("what destroys or lets a person in needs a proof of the last five minutes, and a new one will do", async () => {
  await setConsole();
  const browser = await confirmed();
  await enter(browser);
  await stage.clock.advance(5 * 60_000);
  const [wechat] = (await stage.saoma.operator.account("other-1"))?.identities ?? [];
  const destroys = ["sessions/end", "sessions/x/end", `identities/${wechat?.id}/remove`, "suspend", "invite", "delete"];
  const letsIn = ["unsuspend", `identities/${wechat?.id}/found`, "groups"];
  const form = { group: "staff", act: "add" };
  for (const path of [...destroys, ...letsIn]) {
    const { status, text } = await browser.ask(`/people/other-1/${path}`, { form });
    expect([status, text.includes("Prove it again")], path).toEqual([400, true]);
  }
  expect(await stage.saoma.operator.groupsOf("other-1")).toEqual([]);
  expect((await browser.ask(`/people/other-1/identities/${wechat?.id}/lost`, { form: true })).status).toBe(200);
  expect((await stage.saoma.operator.account("other-1"))?.account.suspendedAt).toBeUndefined();
  const old = browser.jar.get("saoma_console") ?? "";
  await begin(browser);
  await stage.say("xiaoming", await scan(browser));
  expect((await enter(browser)).status).toBe(303);
  expect((await browser.ask("/people/other-1/suspend", { form: true })).status).toBe(200);
  const before = consoleBrowser();
  before.jar.set("saoma_console", old);
  expect(await isIn(before)).toBe(false);
});

/** The number of sign-ins that started, each with a QR, after this many tries from each of these addresses. */
async function begunFrom(addresses: number, tries: number): Promise<number> {
  let begun = 0;
  for (let n = 0; n < addresses; n++) {
    for (let one = 0; one < tries; one++) {
      const headers = { "x-forwarded-for": `203.0.113.${n + 1}` };
      const { status, text } = await consoleBrowser().ask("/sign-in", { form: true, headers });
      if (status === 303) begun++;
      else expect([status, text.includes("Try again later")]).toEqual([429, true]);
    }
  }
  const rows = await stage.rows("select id from attempts where purpose = 'administer'");
  expect(rows).toHaveLength(begun);
  return begun;
}

test("a stranger at the console draws twenty QRs an hour, whatever address they claim, and visitors go on", async () => {
  await setConsole();
  expect(await begunFrom(5, 5)).toBe(20);
  expect((await start(stage.browser())).channel).toBe("official-account-qr");
  await stage.clock.advance(3_600_000);
  expect((await consoleBrowser().ask("/sign-in", { form: true })).status).toBe(303);
});

test("behind a named proxy each address has its own twenty, and all together two hundred", async () => {
  await setConsole({}, { trustedProxies: ["127.0.0.1"] });
  expect(await begunFrom(11, 21)).toBe(200);
});

test("a link does not freshen a session by WeChat: it begins another one, by its own name, and ends that", async () => {
  await setConsole();
  const browser = await confirmed();
  await enter(browser);
  await stage.clock.advance(5 * 60_000);
  const old = browser.jar.get("saoma_console") ?? "";
  const code = await stage.saoma.operator.console.link("eve", "write", cli);
  expect((await browser.ask("/enter", { form: { code } })).status).toBe(303);
  await browser.ask("/people/other-1/suspend", { form: true });
  const lines = await stage.saoma.operator.audit(0, 99);
  expect(lines.at(-1)).toMatchObject({ actor: "console (eve)", action: "account.suspended" });
  const before = consoleBrowser();
  before.jar.set("saoma_console", old);
  expect(await isIn(before)).toBe(false);
  await stage.clock.advance(5 * 60_000);
  const { text } = await browser.ask("/people/other-1/unsuspend", { form: true });
  expect(text).toContain("open a new link of saoma console link");
  expect(text).not.toContain("Prove it again");
});
