import { afterEach, expect, onTestFinished, test } from "vitest";
import { receiveWebhooks, secret } from "../stage/webhook-receiver.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

interface Letters {
  readonly letters: readonly { readonly id: string; readonly type: string; readonly problem?: string }[];
  readonly next?: string;
}

async function ask<T>(path: string, method = "GET"): Promise<{ status: number; body: T }> {
  const response = await stage.ask(`/admin/v1/webhooks${path}`, { key: firstKey, method });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as T };
}

async function told() {
  const receiver = await receiveWebhooks();
  onTestFinished(() => receiver.close());
  const webhooks = [{ url: receiver.url, secret, allowPrivate: true }];
  stage = await setAdminStage({}, { now: Date.now(), options: { webhooks } });
  const { body } = await ask<{ webhooks: { id: string; url: string }[] }>("");
  return { receiver, id: body.webhooks[0]?.id ?? "", shown: body.webhooks[0] };
}

test("endpoints are shown without their query, with what waits and is dead, which is sent again by hand", async () => {
  const { receiver, id, shown } = await told();
  expect(shown).toMatchObject({ url: receiver.url.split("?")[0], waiting: { count: 0 }, dead: { count: 0 } });
  receiver.answers = () => 500;
  await stage.simulator.control.follow("xiaoming", stage.appid);
  await stage.rows("update webhook_letters set tries = 27");
  await stage.clock.advance(1_000);
  await expect
    .poll(async () => (await ask<Letters>(`/${id}/letters`)).body.letters.length, { timeout: 10_000 })
    .toBe(1);
  const { letters } = (await ask<Letters>(`/${id}/letters?state=dead`)).body;
  expect(letters[0]).toMatchObject({ type: "followed", problem: "it answered 500", outOfOrder: false });
  const metrics = async () => (await stage.ask("/metrics", { key: firstKey })).text();
  await expect
    .poll(metrics, { timeout: 10_000 })
    .toMatch(/saoma_webhook_tries_total\{endpoint="[^"?]+",outcome="dead"\} 1/);
  expect(await metrics()).toMatch(/saoma_webhook_letters\{endpoint="[^"?]+",state="dead"\} 1/);
  receiver.answers = () => 200;
  expect((await ask(`/${id}/letters/${letters[0]?.id}/resend`, "POST")).status).toBe(202);
  expect(await ask(`/${id}/letters/${letters[0]?.id}/resend`, "POST")).toMatchObject({
    status: 409,
    body: { code: "letter_waiting" },
  });
  await expect.poll(() => stage.clock.advance(1_000).then(() => receiver.letters.length), { timeout: 10_000 }).toBe(2);
  expect(receiver.letters[1]?.outOfOrder).toBe(true);
});

test("what there is not is a 404, and a key that may only look sends nothing", async () => {
  const { id } = await told();
  expect(await ask("/nope/letters")).toMatchObject({ status: 404, body: { code: "webhook_not_found" } });
  expect(await ask(`/${id}/letters/nope/resend`, "POST")).toMatchObject({
    status: 404,
    body: { code: "letter_not_found" },
  });
  const key = await stage.saoma.operator.addKey("looker", "read", { actor: "test" });
  const refused = await stage.ask(`/admin/v1/webhooks/${id}/letters/nope/resend`, { key, method: "POST" });
  expect(refused.status).toBe(403);
});

test("letters are listed page by page", async () => {
  const { id } = await told();
  for (const person of ["xiaoming", "xiaohong", "afei"]) await stage.simulator.control.follow(person, stage.appid);
  const first = (await ask<Letters>(`/${id}/letters?state=waiting&limit=2`)).body;
  const rest = (await ask<Letters>(`/${id}/letters?state=waiting&limit=2&cursor=${first.next}`)).body;
  expect([first.letters.length, rest.letters.length, rest.next]).toEqual([2, 1, undefined]);
});
