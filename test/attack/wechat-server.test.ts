import { afterEach, expect, test } from "vitest";
import { appidOf } from "../../src/simulator/world/identity.ts";
import { createPhones } from "../race/phones.ts";
import { origin, type Stage, setStage } from "../stage/stage.ts";
import { createWechatServerClient } from "../stage/wechat-server-client.ts";

let stage: Stage;

afterEach(() => stage.close());

const token = "5f3c9a1e7b2d4086af51c3e97d2b6048";
const otherToken = "c07e1b9d3f5a48628e4d6b1f9a2c7350";

async function set(): Promise<void> {
  const [first, second] = [appidOf("subscription"), appidOf("service")];
  const application = { wechatServer: { source: first, token } };
  const other = { id: "other", name: "别家", wechatServer: { source: second, token: otherToken } };
  const often = { times: 100_000, per: "1m" } as const;
  stage = await setStage({
    kind: "subscription",
    also: ["service"],
    options: {
      applications: [{ id: "shop", name: "青禾茶铺", ...application }, other],
      limits: { pushesPerPerson: often },
    },
  });
  for (const person of ["xiaoming", "xiaohong"]) await stage.simulator.control.follow(person, stage.appid);
}

const site = (own = token, application = "shop", from = "203.0.113.7") =>
  createWechatServerClient(stage, `${origin}/compat/wechat-server/${application}`, own, from);
const code = async (person = "xiaoming"): Promise<string> => (await stage.say(person, "验证码")).text;
const beside = (right: string, n: number) =>
  String((Number(right) + n) % 10 ** right.length).padStart(right.length, "0");
const user = (guess: string) => `/api/wechat/user?code=${guess}`;

test("another application's token and another application's address find nothing", async () => {
  await set();
  const right = await code();
  expect((await site(otherToken).ask(user(right))).body).toContain("无权进行此操作");
  expect((await site(token, "other").ask(user(right))).body).toContain("无权进行此操作");
  expect((await site(otherToken, "other").ask(user(right))).body).toBe('{"data":"","message":"","success":true}');
  expect((await site().ask(user(right))).body).toContain('"data":"o');
});

test("of 30 concurrent look-ups of one code, one gets the person", async () => {
  await set();
  const right = await code();
  const answers = await Promise.all(Array.from({ length: 30 }, () => site().ask(user(right))));
  expect(answers.filter(({ body }) => body.includes('"data":"o'))).toHaveLength(1);
  expect(answers.filter(({ body }) => body.includes('"data":""'))).toHaveLength(29);
});

test("of many wrong ones at once thirty are looked at, from wherever; the right one waits for three minutes, unused", async () => {
  await set();
  const right = await code();
  const guesses = Array.from({ length: 64 }, (_, n) =>
    site(token, "shop", `198.51.100.${n}`).ask(user(beside(right, n + 1))),
  );
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(30);
  expect(await site().ask(user(right))).toMatchObject({ status: 429, body: "" });
  await stage.restart();
  expect((await site().ask(user(right))).status).toBe(429);
  expect(stage.lines.filter((line) => line.includes("too many wrong codes"))).toHaveLength(2);
  stage.clock.set(stage.clock.now() + 179_000);
  expect((await site().ask(user(right))).status).toBe(429);
  stage.clock.set(stage.clock.now() + 1_001);
  expect(await site().idOf(await code())).toMatch(/^o/);
});

test("right codes do not give the tries of wrong ones back", async () => {
  await set();
  let looked = 0;
  for (let round = 0; round < 10; round++) {
    const right = await code();
    for (let n = 1; n <= 4; n++) if ((await site().ask(user(beside(right, n)))).status === 200) looked++;
    await site().ask(user(right));
  }
  expect(looked).toBe(30);
});

test("another site's wrong look-ups do not block this site", async () => {
  await set();
  for (let n = 0; n < 40; n++) await site(otherToken, "other").ask(user(beside("100000", n)));
  expect(await site().idOf(await code())).toMatch(/^o/);
});

test("codes get longer with the number of live codes, and with a day's guesses", async () => {
  await set();
  const phones = createPhones(stage);
  expect(await code()).toHaveLength(6);
  for (let n = 0; n < 40; n++) await phones.type(`oFollower${n}`, "验证码");
  expect(await code()).toHaveLength(8);
  stage.clock.set(stage.clock.now() + 181_000);
  expect(await code()).toHaveLength(6);
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 30; n++) await site().ask(user(beside("100000", n)));
    stage.clock.set(stage.clock.now() + 181_000);
  }
  expect(await code()).toHaveLength(7);
  stage.clock.set(stage.clock.now() + 24 * 3_600_000);
  expect(await code()).toHaveLength(6);
});

test("an address may make 180 calls a minute with a token; calls without one, and WeChat's pushes, do not count", async () => {
  await set();
  const { ask } = site();
  for (let n = 0; n < 180; n++) expect((await ask(user("x"), {})).status).toBe(200);
  expect((await ask(user("x"), {})).status).toBe(429);
  for (let n = 0; n < 180; n++) expect((await ask(user("x"))).status).toBe(200);
  expect(await ask(user("x"))).toEqual({ status: 429, body: "", type: null });
  expect((await ask("/api/wechat/access_token")).status).toBe(429);
  expect((await site(token, "shop", "198.51.100.1").ask(user("x"))).status).toBe(200);
  const push = await stage.saoma.fetch(
    new Request(`${origin}/compat/wechat-server/shop/api/wechat`, { method: "POST", body: "" }),
    { address: "203.0.113.7" },
  );
  expect(push.status).toBe(403);
  await stage.clock.advance(60_001);
  expect((await ask(user("x"))).status).toBe(200);
});

test("a code for a site signs nobody in at a page, and a site does not accept a page's code", async () => {
  await set();
  const page = (await stage.say("xiaoming", "登录")).text;
  const typed = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(page)?.[0] ?? "";
  expect(typed).not.toBe("");
  await expect(site().idOf(typed.replace("-", ""))).rejects.toThrow("验证码错误或已过期");
  const browser = stage.browser();
  const started = await browser.request("POST", "/v1/attempts", {
    body: { application: "shop", channel: "official-account-code" },
  });
  const { id } = (await started.json()) as { id: string };
  const entered = await browser.request("POST", `/v1/attempts/${id}/code`, { body: { text: await code("xiaohong") } });
  expect(entered.status).toBe(422);
});

const base = `${origin}/compat/wechat-server/shop/api/wechat`;
const call = async (query: string, init: RequestInit = {}, path = "/user") => {
  const request = new Request(`${base}${path}?${query}`, { headers: { Authorization: token }, ...init });
  const response = await stage.saoma.fetch(request, { address: "203.0.113.7" });
  return { status: response.status, body: await response.text() };
};

test("a code is neither told nor used up by a call in another form", async () => {
  await set();
  const right = await code();
  const headers = (Authorization: string) => ({ headers: { Authorization } });
  const wide = right.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const calls: [what: string, query: string, init?: RequestInit, path?: string][] = [
    ...["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method): [string, string, RequestInit] => [
      method,
      `code=${right}`,
      { method, headers: { Authorization: token } },
    ]),
    ["the token in the address", `code=${right}&token=${token}&Authorization=${token}`, headers("")],
    ["a token in other letters", `code=${right}`, headers(token.toUpperCase())],
    ["a part of the token", `code=${right}`, headers(token.slice(0, -1))],
    ["the token and more", `code=${right}`, headers(`${token}, ${otherToken}`)],
    ["the token as Basic", `code=${right}`, headers(`Basic ${btoa(`:${token}`)}`)],
    ["Bearer twice", `code=${right}`, headers(`Bearer Bearer ${token}`)],
    ["another's token", `code=${right}`, headers(otherToken)],
    ["no code", ""],
    ["an empty code", `code=&code=${right}`],
    ["a list", `code[]=${right}`],
    ["another name", `Code=${right}`],
    ["a blank before", `code=%20${right}`],
    ["a line after", `code=${right}%0A`],
    ["a NUL after", `code=${right}%00`],
    ["a sign", `code=%2B${right}`],
    ["wide digits", `code=${encodeURIComponent(wide)}`],
    ["any code", "code=%25"],
    ["any of six digits", "code=______"],
    ["a huge code", `code=${right}${"0".repeat(9_000)}`],
    ["a zero before", `code=0${right}`],
    ["a path in other letters", `code=${right}`, {}, "/User"],
    ["a longer path", `code=${right}`, {}, "/user/x"],
  ];
  for (const [what, query, init, path] of calls) {
    const { status, body } = await call(query, init, path);
    expect(status, what).toBeLessThan(500);
    expect(body, what).not.toContain('"data":"o');
  }
  expect((await call(`code=${right}`)).body).toContain('"data":"o');
});

test("of thirty concurrent look-ups with the old and the new token, one gets the person", async () => {
  const wechatServer = { source: appidOf("subscription"), token };
  const applications = [
    { id: "shop", name: "青禾茶铺", wechatServer: { ...wechatServer, token: `${token} ${otherToken}` } },
  ];
  stage = await setStage({ kind: "subscription", options: { applications } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const right = await code();
  const takers = [token, otherToken].flatMap((own) => Array.from({ length: 15 }, () => site(own)));
  const answers = await Promise.all(takers.map((one) => one.ask(user(right))));
  expect(answers.filter(({ body }) => body.includes('"data":"o'))).toHaveLength(1);
});
