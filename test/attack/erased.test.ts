import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test, vi } from "vitest";
import { type Stage, setStage, start } from "../stage/stage.ts";

// After an account is deleted, a thief of the disk finds no data of its people in the files.

let stage: Stage;

afterEach(() => stage.close());

const openIdOf = (person: string): string =>
  stage.simulator.world().people.find(({ name }) => name === person)?.openIds[stage.appid] ?? "";

async function signIn(person: string): Promise<void> {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.tap(person, "是我，登录");
  expect((await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {} })).status).toBe(200);
}

/**
 * How often a text is in the files, without the replies to the person's last pushes. Those are kept for twenty minutes,
 * because WeChat may deliver them again.
 */
async function traces(text: string): Promise<number> {
  const { path } = stage.options.database as { path: string };
  using database = new DatabaseSync(path, { readOnly: true });
  const answers = JSON.stringify(database.prepare("SELECT * FROM answers").all());
  return (await stage.stored()).split(text).length - answers.split(text).length;
}

/** Expects that the text is gone after twenty minutes and a sweep. */
async function expectNothingLater(text: string): Promise<void> {
  await stage.clock.advance(21 * 60_000);
  const sweepAgain = async () => {
    await stage.clock.advance(60_000);
    expect(await stage.stored()).not.toContain(text);
  };
  await vi.waitFor(sweepAgain, { timeout: 10_000 });
}

function freePages(): unknown {
  const { path } = stage.options.database as { path: string };
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare("PRAGMA freelist_count").get()?.freelist_count;
}

const idOf = async (openId: string) => (await stage.saoma.people.find({ appid: stage.appid, openId }))?.id ?? "";

test("no data of a deleted person who had signed in remains: neither while the service runs, nor after a restart", async () => {
  stage = await setStage();
  await signIn("xiaoming");
  const openId = openIdOf("xiaoming");
  expect(await traces(openId)).toBeGreaterThan(0);
  expect(await stage.saoma.people.erase(await idOf(openId))).toBeDefined();
  expect(await traces(openId)).toBe(0);
  await expectNothingLater(openId);
  await stage.restart();
  expect(await stage.stored()).not.toContain(openId);
});

test("of 300 people among 600, deleted one after another, no openid, name or phone; the others are all there", async () => {
  stage = await setStage();
  const people = Array.from({ length: 600 }, (_, n) => ({
    id: `u${n}`,
    name: `Person Number ${1_000 + n}.`,
    phone: `+861380013${String(8_000 + n)}`,
    person: { appid: stage.appid, openId: `oPerson${1_000 + n}aaaaaaaaaaaaaaaa` },
  }));
  for (let at = 0; at < people.length; at += 100) {
    await stage.saoma.people.import(people.slice(at, at + 100), { dryRun: false });
  }
  const told = (of: typeof people) => of.flatMap(({ name, phone, person }) => [name, phone, person.openId]);
  const gone = people.filter((_, n) => n % 2 === 0);
  const kept = people.filter((_, n) => n % 2 === 1);
  for (const { id } of gone) await stage.saoma.people.erase(id);
  const stored = await stage.stored();
  expect(told(gone).filter((trace) => stored.includes(trace))).toEqual([]);
  expect(told(kept).filter((trace) => !stored.includes(trace))).toEqual([]);
});

test("the file is rewritten after a deletion: no page with old rows is left", async () => {
  stage = await setStage();
  await signIn("xiaoming");
  const { path } = stage.options.database as { path: string };
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec("CREATE TABLE moved AS SELECT hex(randomblob(60000)) AS rows; DROP TABLE moved");
  database.close();
  expect(freePages()).toBeGreaterThan(10);
  await stage.saoma.people.erase(await idOf(openIdOf("xiaoming")));
  expect(freePages()).toBe(0);
});

test("of a person who cancelled their WeChat account, nothing", async () => {
  stage = await setStage();
  await signIn("xiaoming");
  const openId = openIdOf("xiaoming");
  await stage.simulator.control.happen("xiaoming", stage.appid, { event: "user_authorization_cancellation" } as never);
  expect(await idOf(openId)).toBe("");
  expect(await traces(openId)).toBe(0);
  await expectNothingLater(openId);
});

test("while another process reads the database, nothing fails, and the next write after it leaves nothing", async () => {
  stage = await setStage();
  await signIn("xiaoming");
  const openId = openIdOf("xiaoming");
  const id = await idOf(openId);
  const { path } = stage.options.database as { path: string };
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM accounts").get();
  expect(await stage.saoma.people.erase(id)).toBeDefined();
  reader.exec("COMMIT");
  reader.close();
  await start(stage.browser());
  expect(await traces(openId)).toBe(0);
});
