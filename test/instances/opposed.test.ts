// Calls that oppose each other run at two instances at once. In no order may they lead to an inconsistent database.
import { afterEach, beforeEach, expect, test } from "vitest";
import { SaomaError } from "../../src/domain/errors.ts";
import type { Saoma } from "../../src/server/saoma.ts";
import type { Browser } from "../stage/browser.ts";
import { approve, identities, link } from "../stage/linking.ts";
import { look, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

const rounds = 6;
const by = { actor: "operator" };
let stage: Stage;
let instances: readonly [Saoma, Saoma];

beforeEach(async () => {
  stage = await setStage({ application: { confirm: "always" } });
  const first = stage.saoma;
  await stage.restartBeside();
  instances = [first, stage.saoma];
  let turn = 0;
  const next = (): Saoma => instances[turn++ % 2 === 0 ? 0 : 1];
  stage.saoma = { ...instances[1], fetch: (...request) => next().fetch(...request) };
});

afterEach(async () => {
  await instances[0].close();
  await stage.close();
});

/** The inconsistencies in the database, in words. */
async function faults(): Promise<string[]> {
  const questions = {
    "a session of nobody": "sessions where ended_at is null and account_id not in (select id from accounts)",
    "a session of a suspended account":
      "sessions where ended_at is null and account_id in (select id from accounts where suspended_at is not null)",
    "a WeChat of nobody": "identities where account_id not in (select id from accounts)",
    "an account without a WeChat": "accounts where id not in (select account_id from identities) and id <> 'member'",
    "a session by a WeChat of another account": `sessions where ended_at is null and not exists (select 1 from identities
      where identities.account_id = sessions.account_id and identities.open_id = sessions.open_id)`,
    "a push with two replies": "(select key from answers group by appid, key having count(*) > 1) as twice",
    "a push without a reply": "answers where answered_at < 0",
  };
  const counted = Object.entries(questions).map(async ([fault, from]) => {
    const [row] = await stage.rows(`select count(*) as n from ${from}`);
    return Number(row?.n) > 0 ? [fault] : [];
  });
  return (await Promise.all(counted)).flat();
}

/** An attempt that this person has confirmed, and that is not yet redeemed. */
async function granted(browser: Browser, person = "xiaoming") {
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.say(person, "1");
  return started;
}

async function signedIn(person = "xiaoming"): Promise<{ browser: Browser; account: string }> {
  const browser = stage.browser();
  expect((await redeem(browser, await granted(browser, person))).status).toBe(200);
  return { browser, account: (await whoIs(browser))?.account.id ?? "" };
}

/** Calls again, as an operator would, if the other call held a lock for longer than a transaction waits. */
async function onceAvailable<T>(work: () => Promise<T>, left = 3): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (left === 0 || !(error instanceof SaomaError && error.code === "store_unavailable")) throw error;
    return onceAvailable(work, left - 1);
  }
}

/** Runs both at once. In every other round the second one starts first. */
const together = async <A, B>(round: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> => {
  const first = round % 2 === 0 ? one() : undefined;
  const second = other();
  const both = Promise.all([first ?? one(), second]);
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  both.then(end, end);
  // A push that often lost against the other call is retried after some of the stage's time.
  const onward = async () => {
    if (!isOver) await stage.clock.advance(200);
    return isOver;
  };
  await expect.poll(onward, { interval: 100, timeout: 60_000 }).toBe(true);
  return both;
};

test("a suspension and a redeem leave no session of a suspended account", async () => {
  const { account } = await signedIn();
  for (let round = 0; round < rounds; round++) {
    const browser = stage.browser();
    const started = await granted(browser);
    const [response] = await together(
      round,
      () => redeem(browser, started),
      () => onceAvailable(() => instances[round % 2 === 0 ? 0 : 1].operator.suspend(account, by)),
    );
    expect([200, 403, 409]).toContain(response.status);
    expect(await faults()).toEqual([]);
    expect(await whoIs(browser)).toBeUndefined();
    await instances[0].operator.unsuspend(account, by);
  }
});

test("a deletion and a push, and then a redeem, leave nothing of a deleted account", async () => {
  for (let round = 0; round < rounds; round++) {
    const { account } = await signedIn();
    const browser = stage.browser();
    const started = await start(browser);
    await stage.scan("xiaoming", started);
    await together(
      round,
      () => stage.say("xiaoming", "1"),
      () => onceAvailable(() => instances[round % 2 === 0 ? 0 : 1].operator.erase(account, by)),
    );
    await redeem(browser, started);
    expect(await faults()).toEqual([]);
    expect((await whoIs(browser))?.account.id).not.toBe(account);
  }
});

test("“not me” and a redeem leave no session of that sign-in", async () => {
  await signedIn();
  for (let round = 0; round < rounds; round++) {
    const browser = stage.browser();
    const started = await granted(browser);
    await together(
      round,
      () => redeem(browser, started),
      () => stage.say("xiaoming", "不是我"),
    );
    expect(await whoIs(browser)).toBeUndefined();
    expect(await faults()).toEqual([]);
  }
});

test("a sign-out and a renewed token leave neither token good", async () => {
  for (let round = 0; round < rounds; round++) {
    const browser = stage.browser();
    const started = await granted(browser);
    const path = `/v1/attempts/${started.id}/redeem`;
    const first = await (await browser.request("POST", path, { body: { mode: "token" } })).json();
    const { accessToken, refreshToken } = first as { accessToken: string; refreshToken: string };
    const headers = { authorization: `Bearer ${accessToken}`, origin: null };
    const renew = (token: string) =>
      browser.request("POST", "/v1/tokens/refresh", { body: { refreshToken: token }, headers: { origin: null } });
    const [renewed, out] = await together(
      round,
      () => renew(refreshToken),
      () => browser.request("DELETE", "/v1/session", { headers }),
    );
    expect(out.status).toBe(204);
    const second = renewed.ok ? ((await renewed.json()) as { refreshToken: string }).refreshToken : refreshToken;
    expect((await renew(second)).status).toBe(401);
    expect((await browser.request("GET", "/v1/session", { headers })).status).toBe(401);
  }
});

test("a WeChat's removal and its sign-in leave no session by it in the account that it left", async () => {
  const { browser: owner, account } = await signedIn();
  for (let round = 0; round < 3; round++) {
    expect((await link(owner, "xiaohong", "xiaoming")).status).toBe(200);
    const id = (await identities(owner)).identities.find(({ isCurrent }) => !isCurrent)?.id ?? "";
    const browser = stage.browser();
    const started = await granted(browser, "xiaohong");
    const [, removed] = await together(
      round,
      () => redeem(browser, started),
      () => onceAvailable(() => instances[round % 2 === 0 ? 0 : 1].operator.removeIdentity(account, id, by)),
    );
    expect(removed).toBe("removed");
    expect(await faults()).toEqual([]);
    const own = (await whoIs(browser))?.account.id;
    expect(own).not.toBe(account);
    if (own !== undefined) await instances[0].operator.erase(own, by);
  }
});

test("an invitation that two people use at once adds one of them", async () => {
  await instances[0].people.import([{ id: "member", name: "老会员" }], { dryRun: false });
  for (const round of [0, 1]) {
    const code = (await instances[0].operator.invite("member", by))?.code ?? "";
    const invited = ["xiaoming", "xiaohong"].map((person) => ({ person, browser: stage.browser(), id: "", body: {} }));
    for (const one of invited) {
      const started = await start(one.browser);
      await one.browser.request("POST", `/v1/attempts/${started.id}/invitation`, { body: { code } });
      await stage.scan(one.person, started);
      await stage.say(one.person, "1");
      one.id = started.id;
      one.body = { pairingCode: stage.pairingCode(started) };
    }
    const answers = await together(
      round,
      ...(invited.map(
        (one) => () => one.browser.request("POST", `/v1/attempts/${one.id}/redeem`, { body: one.body }),
      ) as [() => Promise<Response>, () => Promise<Response>]),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const own = await stage.rows("select open_id from identities where account_id = 'member'");
    expect(own).toHaveLength(1);
    expect(await faults()).toEqual([]);
    // The next round starts afresh.
    await instances[0].operator.endSessions("member", by);
    await stage.rows("delete from identities where account_id = 'member'");
  }
});

test("two accounts that add one WeChat at once: one has it, and the other hears of the conflict", async () => {
  const owners = await Promise.all(["xiaoming", "afei"].map((person) => signedIn(person)));
  const people = ["xiaoming", "afei"];
  for (let round = 0; round < rounds; round++) {
    const asking = [];
    for (const [index, { browser }] of owners.entries()) {
      await approve(browser, people[index] ?? "");
      const started = await start(browser, { purpose: "link" });
      await stage.scan("xiaohong", started);
      asking.push({ browser, started, body: { pairingCode: stage.pairingCode(started) } });
    }
    const [one, other] = asking.map(({ browser, started, body }) => async () => {
      const response = await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body });
      return response.ok ? "200" : problem(response);
    }) as [() => Promise<string>, () => Promise<string>];
    const heard = await together(round, one, other);
    expect([...heard].sort()).toEqual(["200", "410 attempt_ended"]);
    const loser = asking[heard.indexOf("410 attempt_ended")];
    const told = loser && (await look(loser.browser, loser.started));
    expect(told).toMatchObject({ status: "declined", reason: "conflict" });
    const rows = await stage.rows("select account_id from identities where linked_by is not null");
    expect(rows).toEqual([{ account_id: owners[heard.indexOf("200")]?.account }]);
    expect(await faults()).toEqual([]);
    // The next round starts afresh.
    await stage.rows("delete from identities where linked_by is not null");
  }
});
