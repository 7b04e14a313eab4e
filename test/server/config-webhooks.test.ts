import { expect, test } from "vitest";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good } from "./options.ts";

const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDFrVnR3bM2Qo=";
const url = "https://shop.example.net/webhooks";

function problems(webhooks: readonly object[], environment: Record<string, string> = {}): string[] {
  try {
    parseConfig({ ...good, webhooks }, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

test("one secret of the environment is for every endpoint that has none, and no secret is shown", () => {
  const config = parseConfig({ ...good, webhooks: [{ url }] }, { SAOMA_WEBHOOK_SECRET: secret });
  expect(config.webhooks[0]?.keys.map((key) => key.reveal())).toEqual([secret.slice(6)]);
  expect(JSON.stringify(config)).not.toContain(secret.slice(6));
  const two = parseConfig({ ...good, webhooks: [{ url, secret: `${secret} ${secret}` }] }, {});
  expect(two.webhooks[0]?.keys).toHaveLength(2);
});

test.each<[string, object, string]>([
  ["a missing secret", { url }, "webhooks[0].secret is missing."],
  ["a secret of another form", { url, secret: "hunter2" }, "webhooks[0].secret must be whsec_ and Base64."],
  ["a short one", { url, secret: "whsec_c2hvcnQ=" }, "webhooks[0].secret must have 24 to 64 bytes, this one has 5."],
  ["three", { url, secret: `${secret} ${secret} ${secret}` }, "webhooks[0].secret must be one secret, or two"],
  ["plain http", { url: "http://shop.example.net/", secret }, "webhooks[0].url must be https."],
  ["a private address", { url: "https://10.0.0.7/", secret }, "webhooks[0].url is a private address."],
  ["this machine", { url: "http://localhost:3000/", secret }, "webhooks[0].url is a private address."],
  [
    "a password in it",
    { url: "https://a:b@shop.example.net/", secret },
    "webhooks[0].url must have no name or password",
  ],
  ["an unknown application", { url, secret, applications: ["nope"] }, "webhooks[0].applications names nope"],
  ["an event that there is not", { url, secret, events: ["signed_in"] }, "webhooks[0].events[0]"],
])("%s is refused with what to do", (_what, webhook, message) => {
  expect(problems([webhook])).toEqual([expect.stringContaining(message)]);
});

test("the same address twice is refused: its letters would come twice", () => {
  expect(
    problems([
      { url, secret },
      { url, secret },
    ]),
  ).toEqual(["webhooks[1].url is the url of another webhook. Make one of the two."]);
});

test("a private address is good where that is meant", () => {
  expect(problems([{ url: "http://10.0.0.7:3000/", secret, allowPrivate: true }])).toEqual([]);
});
