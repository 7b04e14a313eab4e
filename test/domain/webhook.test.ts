import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { bodyToSend, deadBlocks, endpointId, retryLetterAt, webhookHeaders } from "../../src/domain/webhook.ts";

const hour = 60 * 60_000;

test("an endpoint is called by its address's hash, which is in databases", () => {
  const url = "https://shop.saoma.test/hook";
  const hash = createHash("sha256").update(`webhook endpoint\0${url}`).digest("base64url");
  expect(endpointId(url)).toBe(hash.slice(0, 16));
});

test("a letter is tried 28 times, which takes a day, and blocks its queue for an hour after that", () => {
  expect(retryLetterAt(1, 1_000)).toBe(6_000);
  expect(retryLetterAt(27, 1_000)).toBe(1_000 + hour);
  expect(retryLetterAt(28, 1_000)).toBeUndefined();
  expect(deadBlocks).toBe(hour);
});

test("a letter is signed by each secret, by Standard Webhooks", () => {
  const keys = [Buffer.from("the new secret"), Buffer.from("the old secret")];
  const letter = { id: "wh_1", body: '{"type":"signed_in"}' };
  const signatures = keys.map((key) => {
    const signed = createHmac("sha256", key).update(`wh_1.1700000000.${letter.body}`).digest("base64");
    return `v1,${signed}`;
  });
  expect(webhookHeaders(letter, keys, 1_700_000_000_999)).toEqual({
    "webhook-id": "wh_1",
    "webhook-timestamp": "1700000000",
    "webhook-signature": signatures.join(" "),
  });
});

test("a letter that is sent again by hand says that it is out of order", () => {
  const body = '{"type":"signed_in"}';
  expect(bodyToSend({ body, isResent: false })).toBe(body);
  expect(JSON.parse(bodyToSend({ body, isResent: true }))).toEqual({ type: "signed_in", outOfOrder: true });
});
