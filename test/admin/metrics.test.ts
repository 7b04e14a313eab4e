import { afterEach, expect, test, vi } from "vitest";
import { redeem, start } from "../stage/stage.ts";
import { type AdminStage, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

/** The samples of one metric: labels and values. */
async function samples(name: string): Promise<Record<string, number>> {
  const text = await (await stage.ask("/metrics")).text();
  const lines = text.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]),
  );
}

const signIn = async () => {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.clock.advance(4_000);
  await stage.scan("xiaoming", started);
  await stage.clock.advance(7_000);
  await stage.tap("xiaoming", "是我，登录");
  return (await (await redeem(browser, started)).json()) as { account: { id: string }; identity: { openid: string } };
};

test("attempts are counted by way and outcome, and their steps timed", async () => {
  stage = await setAdminStage();
  await signIn();
  const declined = await start(stage.browser());
  await stage.scan("xiaohong", declined);
  await stage.tap("xiaohong", "不是我");
  const of = `application="shop",way="official-account-qr",purpose="sign-in"`;
  expect(await samples("saoma_attempts_started_total")).toEqual({ [`{${of}}`]: 2 });
  expect(await samples("saoma_attempts_ended_total")).toEqual({
    [`{${of},outcome="redeemed",reason=""}`]: 1,
    [`{${of},outcome="declined",reason="by_person"}`]: 1,
  });
  const sums = await samples("saoma_attempt_step_seconds_sum");
  expect(sums[`{way="official-account-qr",step="scan"}`]).toBe(4);
  expect(sums[`{way="official-account-qr",step="confirm"}`]).toBe(7);
  expect(await samples("saoma_sign_in_seconds_sum")).toEqual({ '{way="official-account-qr"}': 11 });
});

test("what expired says how far it came", async () => {
  stage = await setAdminStage();
  await start(stage.browser());
  await vi.waitFor(async () => {
    await stage.clock.advance(180_000);
    expect(Object.keys(await samples("saoma_attempts_ended_total")).join()).toContain(
      `outcome="expired",reason="pending"`,
    );
  });
});

test("pushes are counted by event and refusal, calls to WeChat by endpoint and errcode", async () => {
  stage = await setAdminStage();
  await signIn();
  await stage.saoma.fetch(new Request(`${stage.options.origin}/wechat/${stage.appid}/push?echostr=1`));
  const [{ url } = { url: "" }] = stage.pushes;
  await stage.saoma.fetch(new Request(url, { method: "POST", body: "<xml/>" }));
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode: 45009, times: 1 });
  await stage.browser().request("POST", "/v1/attempts", { body: { channel: "official-account-qr" } });
  const source = `source="${stage.appid}"`;
  const pushes = await samples("saoma_pushes_total");
  expect(pushes[`{${source},event="subscribe"}`]).toBe(1);
  const refused = await samples("saoma_pushes_refused_total");
  expect(refused).toMatchObject({ [`{${source},reason="echo"}`]: 1 });
  expect(Object.values(refused).reduce((sum, one) => sum + one, 0)).toBe(2);
  const calls = await samples("saoma_wechat_calls_total");
  expect(calls[`{${source},endpoint="/cgi-bin/qrcode/create",errcode="0"}`]).toBe(1);
  expect(calls[`{${source},endpoint="/cgi-bin/qrcode/create",errcode="45009"}`]).toBe(1);
  expect(calls[`{${source},endpoint="/cgi-bin/stable_token",errcode="0"}`]).toBe(1);
});

test("a call that WeChat does not answer is counted by why", async () => {
  stage = await setAdminStage();
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "garbage", times: 1 });
  await stage.browser().request("POST", "/v1/attempts", { body: { channel: "official-account-qr" } });
  const calls = await samples("saoma_wechat_calls_total");
  expect(calls[`{source="${stage.appid}",endpoint="/cgi-bin/qrcode/create",errcode="answer"}`]).toBe(1);
});

test("browsers that wait are counted while they do, by transport", async () => {
  stage = await setAdminStage();
  const browser = stage.browser();
  const { id } = await start(browser);
  const events = await browser.request("GET", `/v1/attempts/${id}/events`);
  const reader = events.body?.getReader();
  await reader?.read();
  const poll = browser.request("GET", `/v1/attempts/${id}`, { headers: { prefer: "wait=5", "if-none-match": '"1"' } });
  const waiting = () => samples("saoma_waiting_browsers");
  await vi.waitFor(async () =>
    expect(await waiting()).toEqual({
      '{transport="websocket"}': 0,
      '{transport="events"}': 1,
      '{transport="polling"}': 1,
    }),
  );
  await reader?.cancel();
  await stage.clock.advance(5_000);
  expect((await poll).status).toBe(304);
  await vi.waitFor(async () => expect(Object.values(await waiting())).toEqual([0, 0, 0]));
});

test("commits, the outbox, a token's age and the day's quotas are there", async () => {
  stage = await setAdminStage();
  await signIn();
  await stage.ask("/metrics");
  await stage.clock.advance(60_000);
  expect((await samples("saoma_commit_seconds_count"))['{outcome="committed"}']).toBeGreaterThan(2);
  expect(await samples("saoma_outbox_messages")).toEqual({ "": 0 });
  const source = `{source="${stage.appid}"}`;
  expect(await samples("saoma_wechat_token_age_seconds")).toEqual({ [source]: 71 });
  expect((await samples("saoma_wechat_token_left_seconds"))[source]).toBeGreaterThan(6_000);
  const qr = `{source="${stage.appid}",endpoint="/cgi-bin/qrcode/create"}`;
  await vi.waitFor(async () => expect(await samples("saoma_wechat_quota_used")).toEqual({ [qr]: 1 }));
  expect((await samples("saoma_wechat_quota_limit"))[qr]).toBeGreaterThan(1_000);
});

test("WeChat is asked for quotas once in fifteen minutes, however often the metrics are read", async () => {
  stage = await setAdminStage();
  const asked = async () =>
    (await samples("saoma_wechat_calls_total"))[
      `{source="${stage.appid}",endpoint="/cgi-bin/openapi/quota/get",errcode="0"}`
    ];
  await vi.waitFor(async () => expect(await asked()).toBe(1));
  for (let read = 0; read < 5; read++) await asked();
  await stage.clock.advance(14 * 60_000);
  expect(await asked()).toBe(1);
  await stage.clock.advance(60_000);
  await vi.waitFor(async () => expect(await asked()).toBe(2));
});

test("no label says who: neither account nor openid, attempt, address or browser", async () => {
  stage = await setAdminStage();
  const { account, identity } = await signIn();
  const text = await (await stage.ask("/metrics")).text();
  for (const id of [account.id, identity.openid, "203.0.113.7", "Chrome"]) expect(text).not.toContain(id);
  const labels = new Set(
    [...text.matchAll(/^saoma_.*?\{(.*?)\}/gm)].flatMap(([, all = ""]) =>
      all.split(",").map((one) => one.split("=")[0]),
    ),
  );
  expect([...labels].sort()).toEqual(
    [
      "application",
      "endpoint",
      "errcode",
      "event",
      "le",
      "outcome",
      "purpose",
      "reason",
      "source",
      "step",
      "transport",
      "way",
    ].sort(),
  );
});
