import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bearerOf, openByCode } from "../stage/mini-program.ts";
import { origin, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  const many = { times: 1_000_000, per: "1m" } as const;
  stage = await setStage({
    kind: "mini-program",
    options: { limits: { pushesPerPerson: many, attemptsPerAddress: many } },
  });
});

afterEach(() => stage.close());

const text = fc.stringMatching(/^[\x21-\x7e]{0,60}$/);
const near = fc.dictionary(fc.constantFrom("code", "number", "__proto__", "x"), fc.oneof(text, fc.jsonValue()), {
  maxKeys: 2,
});
const body = fc.oneof(
  near.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string(),
);

test("the calls of a mini-program bear anything without a failure of ours", async () => {
  const scene = await openByCode(stage, "xiaoming", await start(stage.browser()));
  const bearer = await bearerOf(stage, "xiaoming");
  const scenes = fc.oneof(fc.constant(scene), fc.stringMatching(/^[\w%.~-]{1,40}$/).map(encodeURIComponent));
  const last = fc.constantFrom("scan", "confirm", "decline");
  const path = fc.oneof(
    fc.constant("login"),
    fc.tuple(scenes, last).map(([one, act]) => `attempts/${one}/${act}`),
  );
  const authorization = fc.oneof(
    fc.constant(`Bearer ${bearer}`),
    text,
    text.map((one) => `Bearer ${one}`),
  );
  const type = fc.constantFrom("application/json", "text/plain");
  await fc.assert(
    fc.asyncProperty(path, authorization, type, body, async (to, by, contentType, sent) => {
      const headers = { authorization: by, "content-type": contentType };
      const request = new Request(`${origin}/mini-program/${stage.appid}/${to}`, {
        method: "POST",
        headers,
        body: sent,
      });
      const { status } = await stage.saoma.fetch(request, {});
      expect(status, `${to} ${by} ${sent}`).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
});

test("no page of a browser is meant: no CORS, no cookie, nothing cached", async () => {
  const headers = { origin, "access-control-request-method": "POST" };
  const url = `${origin}/mini-program/${stage.appid}/login`;
  const preflight = await stage.saoma.fetch(new Request(url, { method: "OPTIONS", headers }));
  expect(preflight.status).toBe(404);
  const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: '{"code":"x"}' };
  const answer = await stage.saoma.fetch(new Request(url, init));
  for (const { headers: sent } of [preflight, answer]) {
    expect(sent.get("access-control-allow-origin")).toBeNull();
    expect(sent.getSetCookie()).toEqual([]);
    expect(sent.get("cache-control")).toBe("no-store");
  }
});
