// Two instances on one PostgreSQL before one backend: WeChat's deliveries come to either.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Saoma } from "../../src/server/saoma.ts";
import { serveBackend } from "../stage/backend.ts";
import { openIdOf, pushXml, sendSealed } from "../stage/sealed-push.ts";
import { type Stage, setStage } from "../stage/stage.ts";

let stage: Stage;
let first: Saoma;
let second: Saoma;
let backend: Awaited<ReturnType<typeof serveBackend>>;
let respond: ((said: string) => void)[];

beforeEach(async () => {
  respond = [];
  backend = await serveBackend((_, response) => {
    respond.push((said) => response.end(`<xml><MsgType>text</MsgType><Content>${said}</Content></xml>`));
  });
  const relay = { url: backend.url, allowPrivate: true };
  stage = await setStage({ mode: "plain", source: { relay, replies: { other: { type: "text", text: "away" } } } });
  first = stage.saoma;
  await stage.restartBeside();
  second = stage.saoma;
});

afterEach(async () => {
  await first.close();
  await stage.close();
});

let nonces = 0;

/** The same message, as WeChat delivers it to one of the instances. */
function say(saoma: Saoma, text = "你好") {
  stage.saoma = saoma;
  const special = `<Content><![CDATA[${text}]]></Content><MsgId>7</MsgId>`;
  const xml = pushXml(stage, openIdOf(stage, "xiaoming"), "text", special);
  return sendSealed(stage, xml, { mode: "plain", nonce: `${++nonces}` });
}

const held = async () => (await stage.rows("select count(*) as n from relayed_pushes"))[0]?.n;

test("a delivery to another instance waits for the first one's call, and gets its reply", async () => {
  const one = say(first);
  await expect.poll(() => backend.got.length).toBe(1);
  const other = say(second);
  await expect.poll(async () => Number(await held())).toBe(1);
  await stage.clock.advance(1_000);
  respond[0]?.("once");
  expect((await one).said).toContain("once");
  let answer: string | undefined;
  void other.then(({ said }) => (answer = said));
  await expect.poll(() => stage.clock.advance(150).then(() => answer), { timeout: 20_000 }).toContain("once");
  expect(backend.got).toHaveLength(1);
});

test("while a reply is awaited, no connection of the database is held and nothing is locked", async () => {
  const one = say(first);
  await expect.poll(() => backend.got.length).toBe(1);
  const busy =
    "select count(*) as n from pg_stat_activity where datname = current_database() and state like 'idle in%'";
  expect(Number((await stage.rows(busy))[0]?.n)).toBe(0);
  respond[0]?.("here");
  expect((await one).said).toContain("here");
});

test("where the instance that asked is gone, the next delivery asks again when its time is over", async () => {
  await stage.rows(
    "insert into relayed_pushes (created_at, appid, key, holder, held_until) values (?, ?, ?, 'gone', ?) returning key",
    Math.floor(stage.clock.now() / 1000),
    stage.appid,
    `m:${openIdOf(stage, "xiaoming")}:7`,
    Date.now() + 3_600_000 * 24 * 365,
  );
  const waits = say(second);
  void waits.catch(() => {});
  await stage.clock.advance(1_000);
  expect(backend.got).toHaveLength(0);
  await stage.rows("update relayed_pushes set held_until = 1 returning key");
  await expect.poll(() => stage.clock.advance(150).then(() => backend.got.length), { timeout: 20_000 }).toBe(1);
  respond[0]?.("again");
  expect((await waits).said).toContain("again");
});
