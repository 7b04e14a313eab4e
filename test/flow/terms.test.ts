import { afterEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { look, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const service = { title: "服务条款", url: "https://shop.saoma.test/terms", version: "1" };
const privacy = { title: "《隐私政策》", url: "https://shop.saoma.test/privacy", version: "2026-11-01" };
const both = [service, { ...privacy, title: "隐私政策" }];
const agreed = both.map(({ title, version }) => ({ title, version }));

const setTerms = async (terms = [service, privacy]) => {
  stage = await setStage({ application: { confirm: "never", terms } });
};

async function granted(person = "xiaoming", browser = stage.browser()) {
  const started = await start(browser);
  await stage.scan(person, started);
  return { browser, started };
}

const redeemWith = (browser: Browser, { id }: { id: string }, body: object) =>
  browser.request("POST", `/v1/attempts/${id}/redeem`, { body });

async function signIn(person?: string, body: object = { terms: agreed }) {
  const { browser, started } = await granted(person);
  const answer = await redeemWith(browser, started, body);
  expect(answer.status).toBe(200);
  return { browser, answer: (await answer.json()) as { refreshToken: string } };
}

/** Changes the operator's configuration, and restarts the service. */
async function deploy(terms: readonly (typeof service)[]): Promise<void> {
  Object.assign(stage.options.applications[0] ?? {}, { terms });
  await stage.restart();
}

const consents = () => stage.rows("select title, version, application_id, agreed_at from term_consents order by title");

test("a newcomer is asked before anything is kept of them, and what they agreed to is kept with when", async () => {
  await setTerms();
  const { browser, started } = await granted();
  expect(started.application.terms).toEqual(both);
  expect(started).not.toHaveProperty("terms");
  expect((await look(browser, started)).terms).toEqual(both);
  expect(await problem(await redeem(browser, started))).toBe("409 terms_required");
  expect(await stage.rows("select id from accounts")).toEqual([]);
  expect((await redeemWith(browser, started, { terms: agreed })).status).toBe(200);
  const at = stage.clock.now();
  const kept = (await consents()).map((row) => ({ ...row, agreed_at: Number(row.agreed_at) }));
  expect(kept).toEqual([
    { title: "服务条款", version: "1", application_id: "shop", agreed_at: at },
    { title: "隐私政策", version: "2026-11-01", application_id: "shop", agreed_at: at },
  ]);
});

test("who has agreed is not asked again, until a version is new: then for that one", async () => {
  await setTerms();
  await signIn();
  const again = await granted();
  expect(await look(again.browser, again.started)).not.toHaveProperty("terms");
  expect((await redeem(again.browser, again.started)).status).toBe(200);
  await deploy([{ ...service, version: "2" }, privacy]);
  const { browser, started } = await granted();
  expect((await look(browser, started)).terms).toEqual([{ ...service, version: "2" }]);
  expect(await problem(await redeemWith(browser, started, { terms: agreed }))).toBe("409 terms_required");
  expect((await redeemWith(browser, started, { terms: [{ title: "服务条款", version: "2" }] })).status).toBe(200);
  expect(await consents()).toHaveLength(3);
});

test("one of two is not enough, and another person's yes is none", async () => {
  await setTerms();
  await signIn("xiaohong");
  const { browser, started } = await granted();
  for (const terms of [[], agreed.slice(1), [{ ...agreed[0], version: "0" }, agreed[1]]])
    expect(await problem(await redeemWith(browser, started, { terms }))).toBe("409 terms_required");
  expect(await problem(await redeemWith(browser, started, { terms: "all" }))).toBe("400 invalid_request");
  expect(await whoIs(browser)).toBeUndefined();
});

test("a yes at one application is none at another", async () => {
  const named = { name: "茶铺", confirm: "never" as const, terms: [service] };
  stage = await setStage({
    options: {
      applications: [
        { ...named, id: "shop" },
        { ...named, id: "forum" },
      ],
    },
  });
  for (const application of ["shop", "forum"]) {
    const browser = stage.browser();
    const started = await start(browser, { application });
    await stage.scan("xiaoming", started);
    expect(await problem(await redeem(browser, started))).toBe("409 terms_required");
    expect((await redeemWith(browser, started, { terms: agreed })).status).toBe(200);
  }
});

test("there are ten minutes to read them, and no longer", async () => {
  await setTerms();
  const { browser, started } = await granted();
  await stage.clock.advance(599_000);
  expect((await look(browser, started)).status).toBe("granted");
  expect((await redeemWith(browser, started, { terms: agreed })).status).toBe(200);
  const late = await granted();
  await stage.clock.advance(601_000);
  expect(await problem(await redeemWith(late.browser, late.started, { terms: agreed }))).toBe("410 attempt_ended");
});

test("a session goes on when a version is new, says so, and may agree", async () => {
  await setTerms();
  const { browser } = await signIn();
  expect(await whoIs(browser)).not.toHaveProperty("terms");
  const next = { ...service, version: "2" };
  await deploy([next, privacy]);
  expect((await whoIs(browser))?.terms).toEqual([next]);
  const agree = (body: object, headers = {}) => browser.request("POST", "/v1/session/terms", { body, headers });
  expect(await problem(await agree({ terms: [] }))).toBe("409 terms_required");
  const yes = { terms: [{ title: "服务条款", version: "2" }] };
  expect(await problem(await agree(yes, { origin: "https://elsewhere.saoma.test" }))).toBe("403 origin_not_allowed");
  expect(await problem(await stage.browser().request("POST", "/v1/session/terms", { body: yes }))).toBe(
    "401 not_signed_in",
  );
  expect(await consents()).toHaveLength(2);
  expect((await agree(yes)).status).toBe(200);
  expect(await whoIs(browser)).not.toHaveProperty("terms");
});

test("a page of another application agrees to nothing in this one's name", async () => {
  const named = { name: "茶铺", confirm: "never" as const };
  const shop = { ...named, id: "shop", default: true as const, terms: [service] };
  const forum = { ...named, id: "forum", origins: ["https://forum.saoma.test"] };
  stage = await setStage({ options: { applications: [shop, forum] } });
  const { browser } = await signIn();
  Object.assign(stage.options.applications[0] ?? {}, { terms: [{ ...service, version: "2" }] });
  await stage.restart();
  const asked = await browser.request("POST", "/v1/session/terms", {
    body: { terms: [{ title: "服务条款", version: "2" }] },
    headers: { origin: "https://forum.saoma.test" },
  });
  expect(await problem(asked)).toBe("401 not_signed_in");
  expect(await consents()).toHaveLength(1);
});

test("tokens are refreshed once the person has agreed; until then nothing is lost", async () => {
  await setTerms();
  const { answer } = await signIn("xiaoming", { mode: "token", terms: agreed });
  const refresh = (body: object) => stage.browser().request("POST", "/v1/tokens/refresh", { body });
  await deploy([{ ...service, version: "2" }]);
  const { refreshToken } = answer;
  expect(await problem(await refresh({ refreshToken }))).toBe("409 terms_required");
  expect(await problem(await refresh({ refreshToken, terms: agreed }))).toBe("409 terms_required");
  const yes = await refresh({ refreshToken, terms: [{ title: "服务条款", version: "2" }] });
  expect(yes.status).toBe(200);
  const next = (await yes.json()) as { refreshToken: string };
  expect((await refresh({ refreshToken: next.refreshToken })).status).toBe(200);
});

test("an export has them, and a deletion takes them", async () => {
  await setTerms();
  await signIn();
  const [account] = (await stage.saoma.people.list({ most: 1 })) ?? [];
  const id = account?.id ?? "";
  expect((await stage.saoma.people.file(id))?.rows.term_consents).toHaveLength(2);
  expect(await stage.saoma.people.erase(id)).toMatchObject({ term_consents: 2 });
  expect(await consents()).toEqual([]);
});

test("a restart loses no question", async () => {
  await setTerms();
  const { browser, started } = await granted();
  await stage.restart();
  expect((await look(browser, started)).terms).toEqual(both);
});
