import { createHmac } from "node:crypto";
import type { LookupAddress } from "node:dns";
import { expect, test } from "vitest";
import { createPost, type PostOptions } from "../../src/adapters/outgoing/post.ts";
import { isPrivate } from "../../src/adapters/outgoing/private-address.ts";
import { createHttpsSender } from "../../src/adapters/sms/https.ts";
import { systemClock } from "../../src/base/clock.ts";
import { Secret } from "../../src/base/secret.ts";
import type { SmsSender } from "../../src/ports/sms.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { createProvider, message, outcome, type Received } from "./provider.ts";

const secret = new Secret("pV7kW2xN9qB4tL6sZ1cR8mJ3hF5dG0yA");
const here = ["127.0.0.0/8", "::1"];

function senderTo(url: string, options: Partial<PostOptions> = {}): SmsSender {
  const clock = options.clock ?? systemClock;
  return createHttpsSender({ url, secret, clock, post: createPost({ clock, allowed: here, ...options }) });
}

const toHere =
  (...addresses: string[]) =>
  async (): Promise<LookupAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

test("an SMS is posted as JSON, with a signature that only the secret makes and a key that names it", async () => {
  const provider = await createProvider({ status: 202 });
  const clock = createFakeClock(1_800_000_000_000);
  expect(await outcome(senderTo(`${provider.origin}/sms?to=team`, { clock }).send(message))).toBe("sent");
  const [{ method, path, query, headers, body }] = provider.received as [Received];
  expect([method, path, query.get("to")]).toEqual(["POST", "/sms", "team"]);
  const { id, ...rest } = message;
  expect(JSON.parse(body)).toEqual(rest);
  expect(headers["idempotency-key"]).toBe(id);
  const signature = createHmac("sha256", secret.reveal()).update(`1800000000.${body}`).digest("hex");
  expect(headers["saoma-signature"]).toBe(`t=1800000000,v1=${signature}`);
});

test.each([
  [200, "sent"],
  [204, "sent"],
  [302, "setup"],
  [401, "setup"],
  [422, "number"],
  [429, "busy"],
  [500, "away"],
  [503, "away"],
])("an answer of %i is %s, and nothing is tried again", async (status, said) => {
  const provider = await createProvider({ status });
  expect(await outcome(senderTo(provider.origin).send(message))).toBe(said);
  expect(provider.received).toHaveLength(1);
});

test("a redirect is not followed", async () => {
  const elsewhere = await createProvider({ status: 200 });
  const provider = await createProvider({ status: 307, headers: { location: `${elsewhere.origin}/steal` } });
  expect(await outcome(senderTo(provider.origin).send(message))).toBe("setup");
  expect(elsewhere.received).toHaveLength(0);
});

test("a server that hangs up or does not answer is away", async () => {
  const provider = await createProvider("drop");
  expect(await outcome(senderTo(provider.origin).send(message))).toBe("away");
  provider.answer("hold");
  const clock = createFakeClock();
  const sending = outcome(senderTo(provider.origin, { clock }).send(message));
  await expect.poll(() => provider.received.length).toBe(2);
  await clock.advance(8_000);
  expect(await sending).toBe("away");
});

test("a private address is not called unless the operator named it", async () => {
  const provider = await createProvider({ status: 200 });
  const url = `http://sms.example:${provider.port}`;
  const inside = toHere("127.0.0.1");
  expect(await outcome(senderTo(url, { allowed: [], resolve: inside }).send(message))).toBe("away");
  expect(await outcome(senderTo(provider.origin, { allowed: [] }).send(message))).toBe("away");
  expect(provider.received).toHaveLength(0);
  expect(await outcome(senderTo(url, { allowed: ["127.0.0.1"], resolve: inside }).send(message))).toBe("sent");
});

test("one private address among public ones is enough to refuse", async () => {
  const provider = await createProvider({ status: 200 });
  const resolve = toHere("93.184.215.14", "127.0.0.1");
  const url = `http://sms.example:${provider.port}`;
  expect(await outcome(senderTo(url, { allowed: [], resolve }).send(message))).toBe("away");
  expect(provider.received).toHaveLength(0);
});

test("a name is resolved once: the checked address is the one that is called", async () => {
  const provider = await createProvider({ status: 200 });
  let asked = 0;
  const rebinding = async () => toHere(++asked === 1 ? "127.0.0.1" : "10.0.0.1")();
  const url = `http://sms.example:${provider.port}`;
  expect(await outcome(senderTo(url, { allowed: ["127.0.0.1"], resolve: rebinding }).send(message))).toBe("sent");
  expect(asked).toBe(1);
});

test("a name that does not resolve is away", async () => {
  const resolve = () => Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
  expect(await outcome(senderTo("http://sms.example", { resolve }).send(message))).toBe("away");
});

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "ff02::1",
  "2002:a00:1::",
  "fec0::1",
  "::ffff:0:10.0.0.1",
  "5f00::1",
  "192.88.99.1",
])("%s is private", (address) => {
  expect(isPrivate(address)).toBe(true);
});

test.each(["1.1.1.1", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "240e::1"])(
  "%s is public",
  (address) => {
    expect(isPrivate(address)).toBe(false);
  },
);
