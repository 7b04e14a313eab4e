import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { eventXml, openIdOf, sendSealed } from "../stage/sealed-push.ts";
import { redeem, type Stage, setStage, start } from "../stage/stage.ts";
import { type ReceivedLetter, receiveWebhooks, secret, type WebhookReceiver } from "../stage/webhook-receiver.ts";

let stage: Stage;

afterEach(() => stage.close());

/** A service with one endpoint. The npm package checks times against the machine's clock. */
async function told(more: object = {}): Promise<WebhookReceiver> {
  const receiver = await receiveWebhooks();
  onTestFinished(() => receiver.close());
  const webhooks = [{ url: receiver.url, secret, allowPrivate: true, ...more }];
  stage = await setStage({ now: Date.now(), options: { webhooks } });
  return receiver;
}

/** Advances the service's clock, with pauses for real requests. */
async function wait(seconds: number, enough: () => boolean = () => true): Promise<void> {
  for (let second = 0; second < seconds; second++) await stage.clock.advance(1_000);
  await expect.poll(enough, { timeout: 10_000, interval: 10 }).toBe(true);
}

/** The same, until the condition holds. */
const until = (enough: () => boolean) =>
  expect.poll(() => stage.clock.advance(1_000).then(enough), { timeout: 20_000, interval: 10 }).toBe(true);

/** Waits until the database, too, has the result of what was sent. */
const settled = (state: string, count: number) =>
  expect
    .poll(async () => (await stage.rows("select id from webhook_letters where state = ?", state)).length, {
      timeout: 10_000,
    })
    .toBe(count);

async function signIn(person = "xiaoming") {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.tap(person, "是我，登录");
  const { account } = (await (await redeem(browser, started)).json()) as { account: { id: string } };
  return account.id;
}

const namesOf = (letters: readonly ReceivedLetter[]) => letters.map(({ type }) => type);
const ofAccount = ({ letters }: WebhookReceiver) =>
  letters.filter(({ sequence }) => sequence !== undefined).map(({ type, sequence }) => `${sequence} ${type}`);

test("a sign-in is told, numbered by its account, as the library's events are named, and the package verifies it", async () => {
  const receiver = await told();
  const accountId = await signIn();
  await wait(2, () => receiver.letters.length >= 4);
  expect(namesOf(receiver.letters).sort()).toEqual(["followed", "newcomer", "scanned", "signed-in"]);
  expect(ofAccount(receiver)).toEqual(["1 newcomer", "2 signed-in"]);
  const signedIn = receiver.letters.find(({ type }) => type === "signed-in");
  expect(signedIn?.id).toMatch(/^msg_/);
  expect(Date.parse(signedIn?.timestamp ?? "")).toBeLessThanOrEqual(stage.clock.now());
  expect(signedIn?.data).toMatchObject({
    account: { id: accountId, createdAt: expect.stringMatching(/Z$/) },
    session: { accountId, applicationId: "shop", openid: expect.any(String) },
  });
  expect(JSON.stringify(receiver.letters)).not.toMatch(/Hash|openId/);
});

test("what an endpoint does not take holds back the later ones of that account, and of no other", async () => {
  const receiver = await told({ events: ["newcomer", "signed-in"] });
  const [xiaoming, xiaohong] = [await signIn("xiaoming"), await signIn("xiaohong")];
  receiver.answers = ({ accountId, type }) => (accountId === xiaoming && type === "newcomer" ? 500 : 200);
  await wait(2, () => receiver.letters.length >= 3);
  await settled("delivered", 2);
  const sentTo = (id: string) => namesOf(receiver.letters.filter(({ accountId }) => accountId === id));
  expect([sentTo(xiaoming), sentTo(xiaohong)]).toEqual([["newcomer"], ["newcomer", "signed-in"]]);
  await wait(3);
  expect(sentTo(xiaoming)).toEqual(["newcomer"]);
  receiver.answers = () => 200;
  await until(() => sentTo(xiaoming).length === 3);
  expect(sentTo(xiaoming)).toEqual(["newcomer", "newcomer", "signed-in"]);
  const [first, again] = receiver.letters.filter(
    ({ accountId, type }) => accountId === xiaoming && type === "newcomer",
  );
  expect(again).toEqual(first);
});

/** Makes the next try of the first letter its last. */
async function lastTry(): Promise<void> {
  await stage.rows("update webhook_letters set tries = 27 where type = 'newcomer' and state = 'waiting'");
}

test("a dead letter holds back its account for an hour, and then the later ones go on", async () => {
  const receiver = await told({ events: ["newcomer", "signed-in"] });
  const held = await signIn();
  await lastTry();
  receiver.answers = ({ accountId, type }) => (accountId === held && type === "newcomer" ? 500 : 200);
  await wait(2, () => receiver.letters.length === 1);
  await settled("dead", 1);
  const goOn = (ms: number) => {
    stage.clock.set(stage.clock.now() + ms);
    vi.useFakeTimers({ toFake: ["Date"], now: stage.clock.now() });
  };
  onTestFinished(() => void vi.useRealTimers());
  goOn(3_000_000);
  // Another account's two letters are sent in order. A letter of the blocked account would be sent before the second.
  const other = await signIn("xiaohong");
  const sentTo = (id: string) => receiver.letters.filter(({ accountId }) => accountId === id);
  await until(() => sentTo(other).length === 2);
  await settled("delivered", 2);
  expect(namesOf(sentTo(held))).toEqual(["newcomer"]);
  goOn(600_000);
  await until(() => sentTo(held).length === 2);
  expect(namesOf(sentTo(held))).toEqual(["newcomer", "signed-in"]);
  expect(sentTo(held)[1]?.outOfOrder).toBeUndefined();
  expect(stage.lines.join("\n")).toContain("a webhook was not taken: it answered 500; it is given up");
  expect(stage.lines.join("\n")).not.toContain("of-the-address");
});

test("a push whose handler is still busy when it is delivered again takes one number of its account, not two", async () => {
  await told();
  const accountId = await signIn();
  const busy = Promise.withResolvers<void>();
  stage.saoma.on("message", () => busy.promise.then(() => undefined));
  const xml = eventXml(stage, openIdOf(stage, "xiaoming"), "unsubscribe");
  const deliveries = ["1", "2", "3"].map((nonce) => sendSealed(stage, xml, { nonce }));
  const last = "select last from webhook_sequences where account_id = ?";
  await expect.poll(() => stage.rows("select id from webhook_letters where type = 'unfollowed'")).toHaveLength(1);
  busy.resolve();
  expect((await Promise.all(deliveries)).map(({ said }) => said)).toEqual(["success", "success", "success"]);
  const numbers = await stage.rows("select sequence from webhook_letters where account_id = ? order by 1", accountId);
  expect(numbers.map(({ sequence }) => Number(sequence)).at(-1)).toBe(numbers.length);
  expect(Number((await stage.rows(last, accountId))[0]?.last)).toBe(numbers.length);
});

test("sent again by hand it says that it is out of order, and what it held back goes on", async () => {
  const receiver = await told({ events: ["newcomer", "signed-in"] });
  await signIn();
  await lastTry();
  receiver.answers = () => 500;
  await wait(2, () => receiver.letters.length === 1);
  await settled("dead", 1);
  const { id = "" } = receiver.letters[0] ?? {};
  const endpoint = String((await stage.rows("select endpoint from webhook_letters"))[0]?.endpoint);
  const resend = (id: string) => stage.saoma.operator.resendLetter({ endpoint, id }, { actor: "tester" });
  expect(await resend("msg_none")).toBeUndefined();
  receiver.answers = () => 200;
  expect(await resend(id)).toBe(true);
  expect(await resend(id)).toBe(false);
  await until(() => receiver.letters.length === 3);
  expect(receiver.letters.map(({ type, outOfOrder }) => [type, outOfOrder])).toEqual([
    ["newcomer", undefined],
    ["newcomer", true],
    ["signed-in", undefined],
  ]);
  expect(receiver.letters[1]?.id).toBe(id);
  await settled("delivered", 2);
  expect(await resend(id)).toBe(true);
  await until(() => receiver.letters.length === 4);
  expect((await stage.saoma.operator.audit(0, 10)).map(({ action, before }) => [action, before])).toEqual([
    ["webhook.resent", { state: "dead" }],
    ["webhook.resent", { state: "delivered" }],
  ]);
});

test("an endpoint gets the events and the applications that it names, and what is of no application", async () => {
  const [receiver, other] = [await receiveWebhooks(), await receiveWebhooks()];
  onTestFinished(() => Promise.all([receiver.close(), other.close()]).then(() => {}));
  const webhooks: SaomaOptions["webhooks"] = [
    { url: receiver.url, secret, allowPrivate: true, applications: ["shop"] },
    { url: other.url, secret, allowPrivate: true, applications: ["tea"], events: ["signed-in", "followed"] },
  ];
  const applications = [
    { id: "shop", name: "青禾茶铺", default: true as const },
    { id: "tea", name: "茶会" },
  ];
  stage = await setStage({ now: Date.now(), options: { webhooks, applications } });
  await signIn();
  await wait(2, () => receiver.letters.length >= 4);
  expect(namesOf(receiver.letters)).toContain("signed-in");
  expect(namesOf(other.letters)).toEqual(["followed"]);
});

test("a deleted person's letters go with them, and the deletion is told with the next number", async () => {
  const receiver = await told({ events: ["newcomer", "signed-in", "erased"] });
  receiver.answers = () => 500;
  const accountId = await signIn();
  await wait(2, () => receiver.letters.length === 1);
  await stage.saoma.people.erase(accountId);
  receiver.answers = () => 200;
  await until(() => receiver.letters.some(({ type }) => type === "erased"));
  expect(ofAccount(receiver)).toEqual(["1 newcomer", "3 erased"]);
  expect(await stage.rows("select account_id from webhook_sequences")).toEqual([]);
  expect(JSON.stringify(await stage.rows("select body from webhook_letters"))).not.toContain("openid");
});

test("a redirect is not followed, and counts as not taken", async () => {
  const receiver = await told({ events: ["newcomer"] });
  receiver.answers = () => 302;
  await signIn();
  await wait(2, () => receiver.letters.length === 1);
  await expect.poll(() => stage.lines.join("\n")).toContain("it answered 302");
  expect(receiver.asked).toBe(1);
});

test("a push that a handler hears of is told once, however often it is delivered and whatever breaks in between", async () => {
  const receiver = await told({ events: ["followed", "unfollowed"] });
  const { control } = stage.simulator;
  stage.saoma.on("message", () => undefined);
  await control.follow("xiaoming", stage.appid);
  const sent = stage.pushes.at(-1);
  for (let delivery = 0; delivery < 2; delivery++) await stage.saoma.fetch(new Request(sent?.url ?? "", sent?.init));
  // The state after a crash before the response was stored.
  await stage.rows("delete from answers");
  await stage.saoma.fetch(new Request(sent?.url ?? "", sent?.init));
  await wait(2, () => receiver.letters.length >= 1);
  await settled("delivered", 1);
  expect(namesOf(receiver.letters)).toEqual(["followed"]);
});

test("each of two secrets, while one is changed, verifies every letter", async () => {
  const fresh = "whsec_bmV3IHNlY3JldCBvZiB0aGUgc2VydmljZSBoZXJlLg==";
  const receiver = await receiveWebhooks(fresh);
  onTestFinished(() => receiver.close());
  const webhooks = [{ url: receiver.url, secret: `${secret} ${fresh}`, allowPrivate: true }];
  stage = await setStage({ now: Date.now(), options: { webhooks } });
  await signIn();
  await wait(2, () => receiver.letters.length >= 4);
});
