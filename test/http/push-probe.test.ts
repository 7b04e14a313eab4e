import { afterEach, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { probePush, readReport } from "../../src/cli/doctor/probe.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import type { PushKeys, PushMode } from "../../src/wechat/index.ts";
import { origin, type Stage, setStage } from "../stage/stage.ts";

let stage: Stage;
afterEach(() => stage.close());

function keys(mode: PushMode, changes: Partial<PushKeys> = {}): PushKeys {
  const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  const secrets = { token: new Secret(account?.token ?? ""), aesKey: new Secret(account?.aesKey ?? "") };
  return { appid: stage.appid, mode, ...secrets, ...changes };
}

async function probe(by: PushKeys) {
  const { query, body } = probePush(by, { clock: stage.clock, random: createSeededRandom("probe") });
  const headers = { "x-forwarded-for": "203.0.113.77, 198.51.100.7" };
  const request = new Request(`${origin}/wechat/${stage.appid}/push?${query}`, { method: "POST", body, headers });
  return stage.saoma.fetch(request, { address: "198.51.100.7" });
}

test.each(["safe", "compatible", "plain"] as const)(
  "in %s mode a doctor's push is answered with how it came, and does nothing",
  async (mode) => {
    stage = await setStage({ mode });
    const heard: unknown[] = [];
    stage.saoma.on("message", (message) => void heard.push(message));
    const before = await stage.stored();
    const answer = await probe(keys(mode));
    expect(answer.status).toBe(200);
    expect(readReport(keys(mode), await answer.text())).toEqual({
      now: stage.clock.now(),
      address: "198.51.100.7",
      forwardedFor: "203.0.113.77, 198.51.100.7",
      pushes: { since: expect.any(Number), taken: 0, refused: {} },
    });
    expect(heard).toEqual([]);
    // In plain mode the service stores the probe's signature, so that it is valid only once.
    if (mode !== "plain") expect(await stage.stored()).toBe(before);
  },
);

test("a caller who cannot sign for the account learns nothing, and is counted", async () => {
  stage = await setStage();
  const answer = await probe(keys("safe", { token: new Secret("AnotherToken2026") }));
  expect([answer.status, await answer.text()]).toEqual([403, ""]);
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const report = readReport(keys("safe"), await (await probe(keys("safe"))).text());
  expect(report?.pushes).toMatchObject({ taken: 1, refused: { signature: { times: 1 } } });
});
