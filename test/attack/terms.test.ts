import { afterEach, expect, test } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { look, problem, redeem, type Stage, setStage, start } from "../stage/stage.ts";
import { tally } from "./tally.ts";
import { ways } from "./ways.ts";

// Every way of signing in requires consent to the terms, before any data of the person is stored.

let stage: Stage;
const { holds } = tally("terms");

afterEach(() => stage.close());

const terms = [{ title: "服务条款", url: "https://shop.saoma.test/terms", version: "1" }];

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: nobody is signed in, and no account made, before they have agreed`, async () => {
    stage = await setStage({ kind: way.kind, application: { terms, confirm: "never" } });
    const browser = stage.browser();
    const body = { channel: way.channel };
    const answer = await browser.request("POST", "/v1/attempts", { body, headers: way.headers ?? {} });
    const started = (await answer.json()) as StartedAttempt;
    await way.answer(stage, "xiaoming", started, browser);
    holds((await look(browser, started)).terms?.length === 1, `${name}: the question`);
    holds((await problem(await redeem(browser, started))) === "409 terms_required", `${name}: without a yes`);
    const odd = { terms: [{ title: "服务条款", version: "0" }] };
    const path = `/v1/attempts/${started.id}/redeem`;
    holds(
      (await problem(await browser.request("POST", path, { body: odd }))) === "409 terms_required",
      `${name}: another version`,
    );
    holds((await stage.rows("select id from accounts")).length === 0, `${name}: an account`);
    const yes = { terms: [{ title: "服务条款", version: "1" }] };
    holds((await browser.request("POST", path, { body: yes })).status === 200, `${name}: with a yes`);
  });
}

test("the next user of a browser does not get the sign-in that the last one left at the terms", async () => {
  stage = await setStage({ application: { terms, confirm: "always" } });
  const browser = stage.browser();
  const first = await start(browser);
  await stage.scan("xiaoming", first);
  await stage.tap("xiaoming", "是我，登录");
  holds((await problem(await redeem(browser, first))) === "409 terms_required", "the last user left");
  await stage.clock.advance(20_000);
  expect((await start(browser)).id).toBe(first.id); // A reloaded page continues.
  await stage.clock.advance(9 * 60_000);
  const next = await start(browser);
  holds(next.id !== first.id && (await look(browser, next)).status === "pending", "the next user");
});
