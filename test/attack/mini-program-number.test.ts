import { afterEach, expect, test } from "vitest";
import { createSignIn, type SignInState } from "../../mini-program/pages/login/sign-in.ts";
import { playWx } from "../mini-program/host.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { look, origin, problem, redeem, type Stage, setStage, start } from "../stage/stage.ts";

// `confirmBy: "number"` applies to every channel that the starter of an attempt chooses.

let stage: Stage;

afterEach(() => stage.close());

async function opened() {
  stage = await setStage({ kind: "mini-program", application: { confirmBy: "number" } });
  const browser = stage.browser();
  const started = await start(browser, { channel: "mini-program" });
  const scene = await openByCode(stage, "xiaoming", started);
  const bearer = await bearerOf(stage, "xiaoming");
  const act = (what: string, body: object = {}) =>
    call(stage, "POST", `${stage.appid}/attempts/${scene}/${what}`, { bearer, body });
  const scanned = await (await act("scan")).json();
  const { number = "" } = await look(browser, started);
  return { browser, started, scene, act, scanned, number, wrong: String(10 + ((Number(number) - 9) % 90)) };
}

test("the browser shows a number that the page does not know, and only this number confirms", async () => {
  const { browser, started, act, scanned, number } = await opened();
  expect(number).toMatch(/^[1-9]\d$/);
  expect(scanned).toMatchObject({ status: "scanned", needsNumber: true });
  expect(JSON.stringify(scanned)).not.toContain(`"${number}"`);
  const confirmed = await act("confirm", { number });
  expect(await confirmed.json()).toMatchObject({ status: "granted" });
  expect(await (await act("confirm", { number })).json()).toMatchObject({ status: "granted" });
  expect((await redeem(browser, started)).status).toBe(200);
});

test("a wrong one ends it: there is no second try, and a rescan brings none", async () => {
  const { browser, started, act, number, wrong } = await opened();
  expect(await (await act("confirm", { number: wrong })).json()).toMatchObject({
    status: "declined",
    reason: "wrong_number",
  });
  await act("scan");
  expect((await act("confirm", { number })).status).toBe(410);
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "wrong_number" });
});

test("an older page that does not ask for the number cannot confirm, and is told to update; a tap or a word is no number", async () => {
  const { browser, started, act, number } = await opened();
  const answer = await act("confirm");
  expect(await answer.clone().text()).toContain("Update the mini-program");
  expect(await problem(answer)).toBe("400 invalid_request");
  for (const other of ["", "yes", `${number} `, number[0], `0${number}`, Number(number), [number]]) {
    expect((await act("confirm", { number: other })).status).toBe(400);
  }
  expect(await look(browser, started)).toMatchObject({ status: "scanned", number });
});

test("another person's wrong number does not end the attempt", async () => {
  const { browser, started, scene, wrong } = await opened();
  await openByCode(stage, "xiaohong", started);
  const bearer = await bearerOf(stage, "xiaohong");
  const answer = await call(stage, "POST", `${stage.appid}/attempts/${scene}/confirm`, {
    bearer,
    body: { number: wrong },
  });
  expect(await problem(answer)).toBe("409 attempt_taken");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("the sample page asks for two digits, sends nothing without them, and says when they were wrong", async () => {
  const { started, scene, number, wrong } = await opened();
  expect(started.channel).toBe("mini-program");
  const { host, sent } = playWx(stage, "xiaoming");
  const states: SignInState[] = [];
  const page = createSignIn(host, { origin, appid: stage.appid, scene }, (state) => void states.push(state));
  await page.open();
  expect(states.at(-1)).toMatchObject({ kind: "ask", needsNumber: true });
  for (const typed of [undefined, "", number[0], "ab"]) await page.allow(undefined, typed);
  expect(sent).not.toContain("confirm");
  await page.allow(undefined, wrong);
  expect(states.at(-1)).toMatchObject({ kind: "over", why: "number" });
});
