import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";

// An attacker who is signed in to an account cannot hide among newer sessions when its person signs out everywhere.

let stage: Stage;
const { holds } = tally("signing out everywhere");

afterEach(() => stage.close());

async function signedIn(): Promise<Browser> {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  expect((await redeem(browser, started)).status).toBe(200);
  await stage.clock.advance(1_000);
  return browser;
}

/** Copies of the first session, all newer. Real sign-ins would reach the limits. */
function addNewer(many: number): void {
  const db = new DatabaseSync((stage.options.database as { path: string }).path);
  const first = db.prepare("select * from sessions").get() ?? {};
  const names = Object.keys(first);
  const insert = db.prepare(`insert into sessions (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`);
  for (let n = 0; n < many; n++) {
    const own = { id: `session-${n}`, attempt_id: `attempt-${n}`, token_hash: `hash-${n}` };
    const next = { ...first, ...own, created_at: Number(first.created_at) + n + 1 };
    insert.run(...(Object.values(next) as string[]));
  }
  db.close();
}

test.each(["", "?keep=current"])(
  "the oldest session ends however many are newer: DELETE /v1/sessions%s",
  async (query) => {
    stage = await setStage({ application: { confirm: "never" } });
    const thief = await signedIn();
    addNewer(205);
    const owner = await signedIn();
    expect((await owner.request("DELETE", `/v1/sessions${query}`)).status).toBe(200);
    holds((await whoIs(thief)) === undefined, `the oldest session${query}`);
    const [live] = await stage.rows("select count(*) as many from sessions where ended_at is null");
    holds(Number(live?.many) === (query === "" ? 0 : 1), `every other session${query}`);
  },
);
