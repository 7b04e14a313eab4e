import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { createBrowser } from "../stage/browser.ts";
import { origin, start } from "../stage/stage.ts";
import { concurrency, type RaceRun, race } from "./harness.ts";
import { createPhones } from "./phones.ts";
import { accountsOf, count, inShort, one, type Race, unless } from "./round.ts";

const byCode = { channel: "official-account-code" };

const rowOf = async ({ rows }: RaceRun, { id }: StartedAttempt) =>
  (await rows('SELECT open_id AS "openId", version FROM attempts WHERE id = ?', id))[0] ?? {};

export const codeByMany: Race = async (run, round) => {
  const person = (runner: number) => `oR${round}P${runner}`;
  const phones = createPhones(run.stage);
  const started = await start(run.stage.browser(), byCode);
  const heard = (await race((runner) => phones.type(person(runner), started.code?.text ?? ""))).map(inShort);
  const row = await rowOf(run, started);
  return {
    heard,
    wrong: [
      ...one(heard.filter((word) => word === "asked").length, "people were asked"),
      ...unless(heard.filter((word) => word === "used").length === concurrency - 1, () => `the others heard ${heard}`),
      ...unless(row.openId === person(heard.indexOf("asked")), () => `${row.openId} is written down`),
      ...unless(row.version === 2, () => `version ${row.version}`),
    ],
  };
};

export const codeTypedByMany: Race = async (run, round) => {
  const phones = createPhones(run.stage);
  const reply = await phones.type(`oR${round}P0`, "登录");
  const text = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(reply)?.[0] ?? "";
  const { saoma } = run.stage;
  const browsers = Array.from({ length: concurrency }, (_, n) =>
    createBrowser(saoma, origin, `198.51.${round % 250}.${n}`),
  );
  const attempts = await Promise.all(browsers.map((browser) => start(browser, byCode)));
  const heard = await race(async (runner) => {
    const path = `/v1/attempts/${attempts[runner]?.id}/code`;
    return String((await browsers[runner]?.request("POST", path, { body: { text } }))?.status);
  });
  const winner = attempts[heard.indexOf("200")];
  const redeeming = winner && browsers[heard.indexOf("200")];
  await redeeming?.request("POST", `/v1/attempts/${winner?.id}/redeem`, { body: {} });
  const holder = winner && (await rowOf(run, winner)).openId;
  return {
    heard,
    wrong: [
      ...one(heard.filter((status) => status === "200").length, "browsers were let in"),
      ...one(await count(run, "attempts WHERE open_id = ?", `oR${round}P0`), "attempts of the person"),
      ...one(await accountsOf(run, round), "accounts"),
      ...unless(holder === `oR${round}P0`, () => "another attempt has it"),
    ],
  };
};
