import { afterEach, expect, test } from "vitest";
import { problem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

async function startOn(userAgent: string, body: object = {}) {
  const response = await stage
    .browser()
    .request("POST", "/v1/attempts", { body, headers: { "user-agent": userAgent } });
  return (await response.json()) as Awaited<ReturnType<typeof start>>;
}

const qrsAsked = () =>
  stage.simulator.control.log().entries.filter((entry) => JSON.stringify(entry).includes("qrcode/create")).length;

test("a screen gets a QR, a phone a code, because people cannot scan their own screen", async () => {
  stage = await setStage();
  expect(await start(stage.browser())).toMatchObject({
    channel: "official-account-qr",
    why: "青禾 can make QR codes that sign people in",
  });
  expect(await startOn(iphone)).toMatchObject({
    channel: "official-account-code",
    why: "on a phone a code can be copied, and its own screen not scanned: a code sent to 青禾 as a message signs in",
  });
});

test("a phone gets a QR where it asks for one, or where the application wants no codes", async () => {
  stage = await setStage({ application: { channels: ["official-account-qr"] } });
  expect((await startOn(iphone)).channel).toBe("official-account-qr");
  await stage.close();
  stage = await setStage();
  expect((await startOn(iphone, { channel: "official-account-qr" })).channel).toBe("official-account-qr");
});

for (const [errcode, reason] of [
  [48001, "no verified 服务号"],
  [45009, "quota of QRs is used up"],
] as const) {
  test(`if WeChat refuses a QR with ${errcode}, codes replace it for a while, and the operator is told why`, async () => {
    stage = await setStage();
    stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode, times: 1 });
    const browser = stage.browser();
    const started = await start(browser);
    expect(started).toMatchObject({
      channel: "official-account-code",
      why: "WeChat gives 青禾 no QR codes at the moment; a code sent to 青禾 as a message signs in",
    });
    expect(stage.lines.find((line) => line.includes(reason))).toContain("青禾");
    expect((await start(browser)).id).toBe(started.id);
    expect(qrsAsked()).toBe(1);
    await stage.clock.advance(600_000);
    expect((await start(stage.browser())).channel).toBe("official-account-qr");
  });
}

const troubles: [string, Omit<Parameters<Stage["simulator"]["control"]["faults"]["add"]>[0], "on">, RegExp][] = [
  ["40164", { kind: "errcode", errcode: 40164 }, /40164: this server.*IP list/],
  ["40125", { kind: "errcode", errcode: 40125 }, /40125: .*Copy the AppSecret/],
  ["50002", { kind: "errcode", errcode: 50002 }, /50002: the account is restricted/],
  ["50007", { kind: "errcode", errcode: 50007 }, /50007: the account is frozen/],
  ["61004", { kind: "errcode", errcode: 61004 }, /61004: .*third-party platform/],
  ["an errcode that nobody knows", { kind: "errcode", errcode: 99999 }, /99999/],
  ["-1", { kind: "errcode", errcode: -1 }, /-1: .*Try again in a minute/],
  ["a page instead of JSON", { kind: "garbage" }, /is not WeChat/],
  ["HTTP 502", { kind: "status", status: 502 }, /is not WeChat/],
  ["a connection that breaks", { kind: "drop" }, /could not be reached/],
];

for (const on of ["/cgi-bin/qrcode/create", "/cgi-bin/stable_token"]) {
  for (const [name, fault, said] of troubles) {
    test(`where ${on} answers ${name}, codes take the QR's place, and the operator hears why`, async () => {
      stage = await setStage();
      stage.simulator.control.faults.add({ on, times: 1, ...fault });
      expect(await start(stage.browser())).toMatchObject({ channel: "official-account-code" });
      const line = stage.lines.find((line) => line.includes("visitors get other ways"));
      expect(line).toContain("青禾");
      expect(line).toMatch(said);
    });
  }
}

test("where WeChat does not answer in time, codes take the QR's place", async () => {
  stage = await setStage();
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "delay", times: 1, ms: 60_000 });
  let isOver = false;
  const starting = start(stage.browser()).finally(() => {
    isOver = true;
  });
  // The service reads the database before it calls WeChat. That takes real time, and none of this clock's.
  while (!isOver) await stage.clock.advance(1_000);
  expect(await starting).toMatchObject({ channel: "official-account-code" });
});

test("what may be over soon is tried again after half a minute", async () => {
  stage = await setStage();
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode: -1, times: 1 });
  expect((await start(stage.browser())).channel).toBe("official-account-code");
  expect((await start(stage.browser())).channel).toBe("official-account-code");
  expect(qrsAsked()).toBe(1);
  await stage.clock.advance(30_000);
  expect((await start(stage.browser())).channel).toBe("official-account-qr");
});

test("without another way, WeChat is asked again at once after a trouble that may be over", async () => {
  stage = await setStage({ application: { channels: ["official-account-qr"] } });
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode: -1, times: 1 });
  const response = await stage.browser().request("POST", "/v1/attempts", { body: {} });
  expect(await problem(response)).toBe("503 channel_unavailable");
  expect((await start(stage.browser())).channel).toBe("official-account-qr");
});

test("a QR that was asked for by name is not replaced by something else", async () => {
  stage = await setStage();
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode: 45009, times: 1 });
  const response = await stage.browser().request("POST", "/v1/attempts", { body: { channel: "official-account-qr" } });
  expect(await problem(response)).toBe("503 channel_unavailable");
});

test("without a way to fall back to, the failure stays a failure", async () => {
  stage = await setStage({ application: { channels: ["official-account-qr"] } });
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode: 45009, times: 1 });
  const response = await stage.browser().request("POST", "/v1/attempts", { body: {} });
  expect(await problem(response)).toBe("503 channel_unavailable");
});

test("a refresh of an automatically chosen channel may choose another one", async () => {
  stage = await setStage();
  const browser = stage.browser();
  const started = await start(browser);
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "errcode", errcode: 45009, times: 1 });
  const response = await browser.request("POST", `/v1/attempts/${started.id}/refresh`);
  expect([response.status, await response.json()]).toMatchObject([201, { channel: "official-account-code" }]);
});
