import { afterEach, expect, test } from "vitest";
import { createClient, createSessions } from "../../src/client/index.ts";
import type { SessionsView } from "../../src/wire/sessions.ts";
import type { Browser } from "../stage/browser.ts";
import { origin, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

async function signIn(browser: Browser, person = "xiaoming", application?: string): Promise<void> {
  const started = await start(browser, application === undefined ? {} : { application });
  await stage.scan(person, started);
  if (person !== "") await stage.say(person, "1");
  expect((await redeem(browser, started)).status).toBe(200);
  await stage.clock.advance(1_000);
}

async function sessionsOf(browser: Browser): Promise<SessionsView["sessions"]> {
  const response = await browser.request("GET", "/v1/sessions");
  expect(response.status).toBe(200);
  return ((await response.json()) as SessionsView).sessions;
}

test("a person sees where they are signed in: when, by what browser, from which network", async () => {
  stage = await setStage();
  const [here, there] = [stage.browser(), stage.browser()];
  await signIn(here);
  await signIn(there);
  await signIn(stage.browser(), "xiaohong");
  const seen = await sessionsOf(here);
  expect(seen).toHaveLength(2);
  expect(seen.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  expect(seen[1]).toMatchObject({
    application: "shop",
    channel: "official-account-qr",
    browser: "Chrome · macOS",
    network: expect.stringMatching(/\/(24|48)$/),
  });
});

test("one is ended from another, and all of them, at once", async () => {
  stage = await setStage();
  const [here, there, third] = [stage.browser(), stage.browser(), stage.browser()];
  for (const browser of [here, there, third]) await signIn(browser);
  const other = (await sessionsOf(here)).find(({ isCurrent }) => !isCurrent);
  expect((await here.request("DELETE", `/v1/sessions/${other?.id}`)).status).toBe(200);
  expect(await problem(await here.request("DELETE", `/v1/sessions/${other?.id}`))).toBe("404 session_not_found");
  expect([await whoIs(third), (await whoIs(there)) !== undefined]).toEqual([undefined, true]);
  expect((await here.request("DELETE", "/v1/sessions?keep=current")).status).toBe(200);
  expect([(await whoIs(here)) !== undefined, await whoIs(there)]).toEqual([true, undefined]);
  await signIn(there);
  expect((await here.request("DELETE", "/v1/sessions")).status).toBe(200);
  expect([await whoIs(here), await whoIs(there)]).toEqual([undefined, undefined]);
});

test("nobody else's session is seen or ended: not without a session, nor by another account's", async () => {
  stage = await setStage();
  const [mine, hers] = [stage.browser(), stage.browser()];
  await signIn(mine);
  await signIn(hers, "xiaohong");
  const [own] = await sessionsOf(mine);
  expect(await problem(await hers.request("DELETE", `/v1/sessions/${own?.id}`))).toBe("404 session_not_found");
  expect(await problem(await stage.browser().request("GET", "/v1/sessions"))).toBe("401 not_signed_in");
  expect(await problem(await stage.browser().request("DELETE", "/v1/sessions"))).toBe("401 not_signed_in");
  expect(await whoIs(mine)).toBeDefined();
});

test("an application sees its own sessions; one that manages accounts sees all", async () => {
  const applications = [
    { id: "shop", name: "茶铺", manageAccount: true, default: true as const },
    { id: "till", name: "收银" },
  ];
  stage = await setStage({ options: { applications } });
  const [shop, till] = [stage.browser(), stage.browser()];
  await signIn(shop);
  await signIn(till, "xiaoming", "till");
  expect((await sessionsOf(till)).map(({ application }) => application)).toEqual(["till"]);
  expect((await sessionsOf(shop)).map(({ application }) => application)).toEqual(["till", "shop"]);
});

test("only an application that manages accounts starts links and changes", async () => {
  const applications = [
    { id: "shop", name: "茶铺", manageAccount: true, default: true as const },
    { id: "till", name: "收银" },
  ];
  stage = await setStage({ options: { applications } });
  const till = stage.browser();
  await signIn(till, "xiaoming", "till");
  for (const purpose of ["prove", "link"]) {
    const refused = await till.request("POST", "/v1/attempts", { body: { application: "till", purpose } });
    expect(await problem(refused)).toBe("403 account_not_managed");
  }
  const removed = await till.request("DELETE", "/v1/account/identities/any");
  expect(await problem(removed)).toBe("403 account_not_managed");
});

test("the client lists and ends them", async () => {
  stage = await setStage();
  const [here, there] = [stage.browser(), stage.browser()];
  await signIn(here);
  await signIn(there);
  const fetchAs: typeof fetch = (url, init = {}) => {
    const { pathname, search } = new URL(String(url));
    return here.request(init.method as "GET", `${pathname}${search}`);
  };
  const sessions = createSessions(createClient({ server: origin, platform: { fetch: fetchAs } }));
  const other = (await sessions.list()).sessions.find(({ isCurrent }) => !isCurrent);
  expect((await sessions.end(other?.id ?? "")).sessions).toHaveLength(1);
  await expect(sessions.end(other?.id ?? "")).rejects.toMatchObject({ code: "session_not_found" });
  expect((await sessions.endAll({ keep: "current" })).sessions).toHaveLength(1);
  expect((await sessions.endAll()).sessions).toEqual([]);
  await expect(sessions.list()).rejects.toMatchObject({ code: "not_signed_in" });
});

test("the operator signs a person out everywhere, and nobody else", async () => {
  stage = await setStage();
  const [here, there, hers] = [stage.browser(), stage.browser(), stage.browser()];
  await signIn(here);
  await signIn(there);
  await signIn(hers, "xiaohong");
  const id = (await whoIs(here))?.account.id ?? "";
  expect(await stage.saoma.operator.endSessions(id, { actor: "the night shift" })).toBe(2);
  expect([await whoIs(here), await whoIs(there), (await whoIs(hers)) !== undefined]).toEqual([
    undefined,
    undefined,
    true,
  ]);
  expect(await stage.saoma.operator.endSessions("nobody", { actor: "the night shift" })).toBeUndefined();
});
