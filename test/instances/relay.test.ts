// Two instances on one PostgreSQL relay to one backend. WeChat's deliveries reach either instance.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Saoma } from "../../src/server/saoma.ts";
import { serveBackend } from "../stage/backend.ts";
import { eventXml, openIdOf, pushXml, sendSealed } from "../stage/sealed-push.ts";
import { redeem, type Stage, setStage, start } from "../stage/stage.ts";

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

/** The same message, delivered by WeChat to one of the instances. */
function say(saoma: Saoma, text = "你好", msgId = "7") {
  const special = `<Content><![CDATA[${text}]]></Content><MsgId>${msgId}</MsgId>`;
  const xml = pushXml(stage, openIdOf(stage, "xiaoming"), "text", special);
  return send(saoma, xml);
}

function send(saoma: Saoma, xml: string) {
  stage.saoma = saoma;
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

test("of deliveries that come to both instances in one moment, one asks the backend, and all get its reply", async () => {
  for (let round = 1; round <= 10; round++) {
    const said: string[] = [];
    const deliveries = [first, second, first, second].map((one) =>
      say(one, "你好", `${round}`).then((answer) => said.push(answer.said)),
    );
    await expect.poll(() => backend.got.length).toBe(round);
    respond[round - 1]?.(`reply ${round}.`);
    await expect.poll(() => stage.clock.advance(150).then(() => said.length), { timeout: 20_000 }).toBe(4);
    await Promise.all(deliveries);
    for (const one of said) expect(one).toContain(`reply ${round}.`);
  }
  expect(backend.got).toHaveLength(10);
});

test("a change of consent that comes to both instances in one moment is copied to the backend once", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.say("xiaoming", "1");
  await redeem(browser, started);
  for (let round = 1; round <= 10; round++) {
    await stage.clock.advance(1_000);
    const xml = eventXml(stage, openIdOf(stage, "xiaoming"), "user_info_modified");
    const answers = await Promise.all([first, second, first, second].map((one) => send(one, xml)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  }
  void say(first, "the last").catch(() => {});
  await expect.poll(() => backend.got.at(-1)?.body).toContain("the last");
  expect(backend.got).toHaveLength(11);
  for (const answer of respond) answer("");
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
