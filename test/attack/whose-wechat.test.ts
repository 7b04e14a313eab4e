import { afterEach, expect, test } from "vitest";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { codeFor, numberOf, setPhoneStage } from "../stage/phone.ts";
import { look, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";
import { type Way, ways } from "./ways.ts";

// A1 and A4: a stranger's WeChat answers a page that was meant for its owner's WeChat, and stays in the owner's account.

let stage: Stage;
const { holds } = tally("whose WeChat answered");

afterEach(() => stage.close());

async function signedIn(person = "xiaoming"): Promise<Browser> {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.say(person, "1");
  await redeem(browser, started);
  return browser;
}

async function startLink(browser: Browser) {
  const proof = await start(browser, { purpose: "prove" });
  await stage.scan("xiaoming", proof);
  await stage.say("xiaoming", "1");
  expect((await redeem(browser, proof)).status).toBe(200);
  return start(browser, { purpose: "link" });
}

const wechatsOf = async (browser: Browser): Promise<number> =>
  ((await (await browser.request("GET", "/v1/account/identities")).json()) as IdentitiesView).identities.length;

const pairWith = (browser: Browser, id: string, pairingCode: string) =>
  browser.request("POST", `/v1/attempts/${id}/pair`, { body: { pairingCode } });

const ends = {
  "redeemed as it is": (browser: Browser, id: string) => redeem(browser, { id }),
  cancelled: (browser: Browser, id: string) => browser.request("DELETE", `/v1/attempts/${id}`),
  expired: () => stage.clock.advance(600_000),
  refreshed: (browser: Browser, id: string) => browser.request("POST", `/v1/attempts/${id}/refresh`, { body: {} }),
} as const;

for (const [how, end] of Object.entries(ends)) {
  test(`A1: a stranger who scans the page of a link changes nothing, ${how}`, async () => {
    stage = await setStage();
    const owner = await signedIn();
    const started = await startLink(owner);
    await stage.scan("afei", started);
    await stage.say("afei", "1");
    await end(owner, started.id);
    holds((await wechatsOf(owner)) === 1, `${how}: the account has its own WeChat only`);
    const stranger = await signedIn("afei");
    holds((await whoIs(stranger))?.account.id !== (await whoIs(owner))?.account.id, `${how}: its own account`);
  });
}

test("A1: without the account's own WeChat a session starts no link, and takes no WeChat off", async () => {
  stage = await setStage();
  const owner = await signedIn();
  const refused = await owner.request("POST", "/v1/attempts", { body: { purpose: "link" } });
  holds((await problem(refused)) === "403 fresh_proof_needed", "a link without an approval");
  const proof = await start(owner, { purpose: "prove" });
  await stage.scan("afei", proof);
  await stage.say("afei", "1");
  holds((await problem(await redeem(owner, proof))) === "410 attempt_ended", "a stranger's yes");
  const again = await owner.request("POST", "/v1/attempts", { body: { purpose: "link" } });
  holds((await problem(again)) === "403 fresh_proof_needed", "a link after a stranger's yes");
});

test("A1: no three guesses of a pairing code are right, and the fourth has nothing to guess at", async () => {
  stage = await setStage();
  const owner = await signedIn();
  const started = await startLink(owner);
  await stage.scan("afei", started);
  const right = stage.pairingCode(started);
  for (let guess = 1; guess <= 3; guess++) {
    const wrong = String((Number(right) + guess) % 1_000_000).padStart(6, "0");
    holds((await problem(await pairWith(owner, started.id, wrong))) === "422 wrong_pairing_code", `guess ${guess}`);
  }
  holds((await problem(await pairWith(owner, started.id, right))) === "410 attempt_ended", "the right one, too late");
  holds((await wechatsOf(owner)) === 1, "nothing was added");
});

test("A1: a pairing code is valid for one attempt and one WeChat, and nobody else's page can use it", async () => {
  stage = await setStage();
  const [owner, other] = [await signedIn(), await signedIn("xiaohong")];
  const started = await startLink(owner);
  await stage.scan("afei", started);
  const code = stage.pairingCode(started);
  holds((await problem(await pairWith(other, started.id, code))) === "404 attempt_not_found", "another browser");
  holds(!(await stage.stored()).includes(code), "the code in the database");
  holds(!stage.lines.join().includes(code), "the code in the log");
  holds(!JSON.stringify(await look(owner, started)).includes(code), "the code on the page");
});

test("A1: a younger WeChat does not take off at once the one that was there before it", async () => {
  stage = await setStage();
  const owner = await signedIn();
  const link = await startLink(owner);
  await stage.scan("xiaohong", link);
  await pairWith(owner, link.id, stage.pairingCode(link));
  expect((await redeem(owner, link)).status).toBe(200);
  const younger = await signedIn("xiaohong");
  const { identities } = (await (await younger.request("GET", "/v1/account/identities")).json()) as IdentitiesView;
  const older = identities.find(({ isCurrent }) => !isCurrent)?.id ?? "";
  const proof = await start(younger, { purpose: "prove", for: "remove", identity: older });
  await stage.scan("xiaohong", proof);
  await stage.say("xiaohong", "1");
  await redeem(younger, proof);
  const removed = await younger.request("DELETE", `/v1/account/identities/${older}`);
  holds(removed.status === 202, "the owner's WeChat taken off at once");
  holds((await wechatsOf(owner)) === 2, "the owner's WeChat is still there");
  holds((await stage.say("xiaoming", "反对")).text.includes("已取消"), "the owner's objection");
  holds((await whoIs(owner)) !== undefined, "the owner's session");
});

test("A4: a stranger's WeChat that reaches the page of a member first gets neither phone nor account", async () => {
  stage = await setPhoneStage();
  await stage.saoma.people.import(
    [{ id: "member-1", name: "老会员", phone: "+8613800138001", phoneSeenAt: stage.clock.now() }],
    { dryRun: false },
  );
  const member = stage.browser();
  const started = await start(member);
  await stage.scan("afei", started);
  const phone = { phone: numberOf(stage, "xiaoming") };
  const asked = await member.request("POST", `/v1/attempts/${started.id}/phone`, { body: phone });
  holds((await problem(asked)) === "409 pairing_required", "a phone before the pairing code");
  holds((await stage.simulator.control.sms.inbox("xiaoming")).length === 0, "an SMS before the pairing code");
  const forced = await member.request("POST", `/v1/attempts/${started.id}/phone`, {
    body: { ...phone, pairingCode: "000000" },
  });
  holds((await problem(forced)) === "422 wrong_pairing_code", "a guess with the phone");
  await member.request("DELETE", `/v1/attempts/${started.id}`);
  const stranger = stage.browser();
  const own = await start(stranger);
  await stage.scan("afei", own);
  holds((await look(stranger, own)).status === "phone_required", "the stranger is still nobody here");
});

test.each(["a newcomer's", "a member's"])(
  "A4: a phone joins no account that anybody has signed in to: %s",
  async (whose) => {
    stage = await setPhoneStage({ application: { phoneMatch: "link" } });
    const phoneSeenAt = stage.clock.now();
    const member = { id: "member-1", name: "老会员", phone: "+8613800138001", phoneSeenAt };
    if (whose === "a member's") await stage.saoma.people.import([member], { dryRun: false });
    const owner = stage.browser();
    const first = await start(owner);
    await stage.scan("xiaoming", first);
    await pairWith(owner, first.id, stage.pairingCode(first));
    const call = (browser: Browser, id: string, body: object) =>
      browser.request("POST", `/v1/attempts/${id}/phone`, { body: { ...body } });
    await call(owner, first.id, { phone: numberOf(stage, "xiaoming") });
    await call(owner, first.id, { otp: await codeFor(stage, "xiaoming") });
    expect((await redeem(owner, first)).status).toBe(200);
    expect((await whoIs(owner))?.account.isNew).toBe(whose !== "a member's");
    await stage.clock.advance(61_000);
    const stranger = stage.browser();
    const second = await start(stranger);
    await stage.scan("afei", second);
    await pairWith(stranger, second.id, stage.pairingCode(second));
    await call(stranger, second.id, { phone: numberOf(stage, "xiaoming") });
    await call(stranger, second.id, { otp: await codeFor(stage, "xiaoming") });
    const { status, reason } = await look(stranger, second);
    holds(status === "declined" && reason === "conflict", "the account of the phone");
    holds((await problem(await redeem(stranger, second))) === "410 attempt_ended", "its session");
  },
);

/** Afei answers the page of a shared browser, agrees to their own WeChat there, and leaves. */
async function leftPaired(way: Way) {
  stage = await setPhoneStage({ kind: way.kind, application: { phoneMatch: "link" } });
  const phoneSeenAt = stage.clock.now();
  const member = { id: "member-1", name: "老会员", phone: "+8613800138001", phoneSeenAt };
  await stage.saoma.people.import([member], { dryRun: false });
  const shared = stage.browser();
  const body = { channel: way.channel };
  const begin = async () =>
    (await (
      await shared.request("POST", "/v1/attempts", { body, headers: way.headers ?? {} })
    ).json()) as StartedAttempt;
  const first = await begin();
  // In this case afei answers in the shared browser inside WeChat, too.
  await way.answer(stage, way.channel === "in-wechat" ? "xiaohong" : "afei", first, shared);
  const told = await way.told(stage, "afei", first);
  const agreed = told === undefined ? { agreed: true } : { pairingCode: told };
  expect((await shared.request("POST", `/v1/attempts/${first.id}/pair`, { body: agreed })).status).toBe(200);
  return { shared, first, begin };
}

for (const [name, way] of Object.entries(ways)) {
  test(`A4: the next user of a browser adds no phone to the WeChat that the last user agreed to: ${name}`, async () => {
    const { shared, first, begin } = await leftPaired(way);
    expect((await look(shared, first)).pairing).toBeUndefined();
    const again = await begin();
    const phone = { phone: numberOf(stage, "xiaoming") };
    const sent = await shared.request("POST", `/v1/attempts/${again.id}/phone`, { body: phone });
    holds(["409 pairing_required", "409 phone_not_asked"].includes(await problem(sent)), `${name}: a phone`);
    holds((await stage.simulator.control.sms.inbox("xiaoming")).length === 0, `${name}: an SMS`);
    if (again.id !== first.id) return;
    const guessed = await pairWith(shared, again.id, "000000");
    holds((await look(shared, again)).pairing !== undefined, `${name}: a guess, ${guessed.status}`);
  });
}

test("A4: a code of the chat that the last user typed pairs no page of the next one", async () => {
  stage = await setPhoneStage({ kind: "subscription" });
  await stage.simulator.control.follow("afei", stage.appid);
  const text = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec((await stage.say("afei", "登录")).text)?.[0] ?? "";
  const shared = stage.browser();
  const first = await start(shared);
  expect((await shared.request("POST", `/v1/attempts/${first.id}/code`, { body: { text } })).status).toBe(200);
  expect((await look(shared, first)).status).toBe("phone_required");
  const again = await start(shared);
  holds(again.id !== first.id && again.status === "pending", "the attempt of the last user");
});
