import { afterEach, expect, test } from "vitest";
import { look, redeem, type Stage, setStage, start } from "../stage/stage.ts";

// "Why could she not sign in?" The operator finds the answer in the log of the attempt.

let stage: Stage;

afterEach(() => stage.close());

/** The log in short form. */
async function story(id: string): Promise<string[]> {
  const logged = await stage.saoma.operator.attempt(id);
  return (logged?.entries ?? []).map((entry) => {
    if (entry.kind === "step") return [entry.step, entry.reason].filter(Boolean).join(" ");
    if (entry.kind === "push") return `push ${entry.event}`;
    if (entry.kind === "reply") return "reply";
    return entry.kind === "call" ? `${entry.endpoint} ${entry.result}` : `refused ${entry.code}`;
  });
}

test("the log shows a sign-in from its QR to its session, with WeChat's pushes and calls", async () => {
  stage = await setStage();
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.say("xiaoming", "1");
  expect((await redeem(browser, started)).status).toBe(200);
  expect(await story(started.id)).toEqual([
    "/cgi-bin/stable_token 0",
    "/cgi-bin/qrcode/create 0",
    "shown",
    "push SCAN",
    "scanned",
    "asked",
    "reply",
    "push text",
    "confirmed",
    "reply",
    "redeemed",
  ]);
  const { attempts } = { attempts: await stage.saoma.operator.attempts({ status: "redeemed" }, { limit: 9 }) };
  const [record] = attempts.rows;
  expect(record).toMatchObject({ id: started.id, status: "redeemed", channel: "official-account-qr" });
  expect((await stage.saoma.operator.attempts({ accountId: record?.accountId }, { limit: 9 })).rows).toHaveLength(1);
  expect((await stage.saoma.operator.attempts({ openId: record?.openId }, { limit: 9 })).rows).toHaveLength(1);
  expect((await stage.saoma.operator.attempts({ status: "declined" }, { limit: 9 })).rows).toEqual([]);
});

test("the log shows a no, a scan that is too late and a refusal, with the reason", async () => {
  stage = await setStage({ application: { confirm: "always" } });
  const [page, other] = [stage.browser(), stage.browser()];
  const declined = await start(page);
  await stage.scan("xiaoming", declined);
  expect((await page.request("POST", `/v1/attempts/${declined.id}/redeem`, { body: {} })).status).toBe(409);
  await stage.say("xiaoming", "2");
  const forgotten = await start(other);
  stage.clock.set(stage.clock.now() + 4 * 60_000);
  await stage.clock.advance(61_000);
  expect((await story(declined.id)).slice(-4)).toEqual([
    "refused attempt_not_granted",
    "push text",
    "declined by_person",
    "reply",
  ]);
  await expect.poll(() => story(forgotten.id)).toEqual(["/cgi-bin/qrcode/create 0", "shown", "expired"]);
});

test("the log shows a call that WeChat refuses with its errcode and rid", async () => {
  stage = await setStage();
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode: 45009, times: 1 });
  const browser = stage.browser();
  const answer = await browser.request("POST", "/v1/attempts", { body: { channel: "auto" } });
  const { id = "" } = (await answer.json()) as { id?: string };
  const logged = await stage.saoma.operator.attempt(id);
  const call = logged?.entries.find((entry) => entry.kind === "call" && entry.result === 45009);
  expect(call).toMatchObject({ endpoint: "/cgi-bin/qrcode/create", rid: expect.any(String) });
});

test("no code and no link of a reply is kept", async () => {
  stage = await setStage({ kind: "subscription" });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-code" });
  const code = started.code?.text ?? "none";
  await stage.say("xiaoming", code);
  await stage.say("xiaoming", "1");
  await redeem(browser, started);
  const kept = JSON.stringify(await stage.saoma.operator.attempt(started.id));
  expect(kept).toContain("push");
  expect(kept).not.toContain(code.replaceAll(" ", ""));
  expect(kept).not.toContain("weixin://");
});

test("the numbers that the chat offers are covered", async () => {
  stage = await setStage({ application: { confirm: "always", confirmBy: "number" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const { number = "none" } = await look(browser, started);
  expect(stage.lastMessage("xiaoming").text).toContain(number);
  const reply = (await stage.saoma.operator.attempt(started.id))?.entries.find(({ kind }) => kind === "reply");
  expect(reply).toMatchObject({ text: expect.stringContaining("••••") });
  expect(JSON.stringify(reply)).not.toContain(number);
});

test("a caller without the claim leaves no line", async () => {
  stage = await setStage();
  const started = await start(stage.browser());
  expect((await redeem(stage.browser(), started)).status).toBe(404);
  expect((await story(started.id)).at(-1)).toBe("shown");
});

test("it is exported and deleted with its person, and nothing is written of them afterwards", async () => {
  stage = await setStage({ application: { confirm: "always" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.say("xiaoming", "1");
  const body = (await (await redeem(browser, started)).json()) as { account: { id: string } };
  const { id } = body.account;
  // A person who scanned and was never signed in is found by their openid.
  const again = await start(stage.browser());
  await stage.scan("xiaoming", again);
  await stage.say("xiaoming", "2");
  await stage.saoma.operator.attempt(started.id);
  expect((await stage.saoma.people.file(id))?.rows.attempt_logs).toHaveLength(2);
  const late = await start(stage.browser());
  await stage.scan("xiaoming", late);
  await stage.saoma.operator.erase(id, { actor: "test" });
  expect(await stage.saoma.operator.attempt(started.id)).toBeUndefined();
  expect(await stage.saoma.operator.attempt(again.id)).toBeUndefined();
  expect(await stage.saoma.operator.attempt(late.id)).toBeUndefined();
});

test("it is kept for as long as the operator says, and longer than the attempt", async () => {
  stage = await setStage({ options: { attemptLog: { keep: "3d" } } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const sweepAfter = async (ms: number) => {
    stage.clock.set(stage.clock.now() + ms);
    await stage.clock.advance(61_000);
    await stage.saoma.operator.attempt("");
  };
  await sweepAfter(2 * 86_400_000);
  await expect.poll(() => stage.rows("select id from attempts where id = ?", started.id)).toEqual([]);
  expect((await look(browser, started).catch(() => undefined))?.status).not.toBe("granted");
  expect((await stage.saoma.operator.attempt(started.id))?.entries.length).toBeGreaterThan(3);
  await sweepAfter(2 * 86_400_000);
  await expect.poll(() => stage.saoma.operator.attempt(started.id)).toBeUndefined();
});
