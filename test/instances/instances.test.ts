// Several instances on one PostgreSQL, behind a load balancer that sends each request to any of them.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Saoma } from "../../src/server/saoma.ts";
import type { Browser } from "../stage/browser.ts";
import { look, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;
let instances: readonly [Saoma, Saoma, Saoma];

beforeEach(async () => {
  stage = await setStage({ application: { confirm: "always" } });
  const first = stage.saoma;
  await stage.restartBeside();
  const second = stage.saoma;
  await stage.restartBeside();
  instances = [first, second, stage.saoma];
});

afterEach(async () => {
  await Promise.all(instances.slice(0, 2).map((one) => one.close()));
  stage.saoma = instances[2];
  await stage.close();
});

const count = async (what: string) => (await stage.rows(`select count(*) as n from ${what}`))[0]?.n;

/** Sends each request to every instance twice, all at once. Returns the last response. */
function toAll(statuses: number[]): Saoma {
  const fetch: Saoma["fetch"] = async (request, env) => {
    const { url, method, headers } = request;
    const body = method === "GET" ? {} : { body: await request.text() };
    const each = [...instances, ...instances];
    const sent = each.map((one) => one.fetch(new Request(url, { method, headers, ...body }), env));
    const answers = await Promise.all(sent);
    statuses.push(...answers.map(({ status }) => status));
    return answers.at(-1) ?? Response.error();
  };
  return { ...instances[0], fetch };
}

test("started at one, scanned at another, confirmed and redeemed at the third, signed in at all", async () => {
  const browser = stage.browser();
  stage.saoma = instances[0];
  const started = await start(browser);
  stage.saoma = instances[1];
  await stage.scan("xiaoming", started);
  stage.saoma = instances[0];
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  stage.saoma = instances[2];
  await stage.say("xiaoming", "1");
  stage.saoma = instances[1];
  expect((await redeem(browser, started)).status).toBe(200);
  for (const one of instances) {
    stage.saoma = one;
    expect(await whoIs(browser)).toBeDefined();
  }
  stage.saoma = instances[0];
  expect((await browser.request("DELETE", "/v1/session")).status).toBe(204);
  stage.saoma = instances[1];
  expect(await whoIs(browser)).toBeUndefined();
});

test("a push that comes to all of them at once, twice each, has one effect and one answer", async () => {
  const browser = stage.browser();
  const statuses: number[] = [];
  for (let round = 0; round < 5; round++) {
    const started = await start(browser, { channel: "official-account-qr" });
    const answers = Number(await count("answers"));
    stage.saoma = toAll(statuses);
    await stage.scan(round % 2 === 0 ? "xiaoming" : "xiaohong", started);
    stage.saoma = instances[0];
    const [row] = await stage.rows("select version, status from attempts where id = ?", started.id);
    expect(row).toEqual({ version: 2, status: "scanned" });
    expect(Number(await count("answers"))).toBeGreaterThan(answers);
    await browser.request("DELETE", `/v1/attempts/${started.id}`);
  }
  expect(new Set(statuses)).toEqual(new Set([200]));
  const doubled = await stage.rows("select key from answers group by appid, key having count(*) > 1");
  expect(doubled).toEqual([]);
});

test("“not me” and signing out everywhere at one instance hold at all others at once", async () => {
  const browser = stage.browser();
  const other = stage.browser();
  const signIn = async (one: Browser, at: 0 | 1) => {
    stage.saoma = instances[at];
    const started = await start(one, { channel: "official-account-qr" });
    await stage.scan("xiaoming", started);
    if ((await look(one, started)).status === "scanned") await stage.say("xiaoming", "1");
    expect((await redeem(one, started)).status).toBe(200);
  };
  await signIn(browser, 0);
  await signIn(other, 1);
  const signedIn = async () => {
    const began = performance.now();
    const seen: boolean[] = [];
    for (const one of instances) {
      stage.saoma = one;
      seen.push((await whoIs(browser)) !== undefined, (await whoIs(other)) !== undefined);
    }
    // The clock stands still, so a result at once is a result within any time.
    expect(performance.now() - began).toBeLessThan(10_000);
    return seen;
  };
  expect(await signedIn()).toEqual([true, true, true, true, true, true]);
  stage.saoma = instances[2];
  await stage.say("xiaoming", "不是我");
  expect(await signedIn()).toEqual([true, false, true, false, true, false]);
  await signIn(other, 0);
  stage.saoma = instances[1];
  expect((await browser.request("DELETE", "/v1/sessions")).status).toBe(200);
  expect(await signedIn()).toEqual([false, false, false, false, false, false]);
});
