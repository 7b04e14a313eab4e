import { afterEach, beforeEach, expect, test } from "vitest";
import { type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  const often = { times: 1_000, per: "1m" } as const;
  stage = await setStage({ options: { limits: { attemptsPerAddress: often, attemptsPerAddressLong: often } } });
});

afterEach(() => stage.close());

test("of a flood of starts only some begin; the others are asked to retry, and then succeed", async () => {
  await start(stage.browser()); // the access token is already stored
  stage.simulator.control.faults.add({ on: "/cgi-bin/qrcode/create", kind: "delay", ms: 1_000 });
  const opened: number[] = [];
  const flood = Array.from({ length: 100 }, async () => {
    const response = await stage.browser().request("POST", "/v1/attempts", { body: {} });
    opened.push(response.status);
    if (response.status === 429) expect(response.headers.get("retry-after")).toBe("1");
  });
  while (opened.length < 36) await new Promise((resolve) => setImmediate(resolve));
  expect(new Set(opened)).toEqual(new Set([429]));
  let isOver = false;
  const over = Promise.all(flood).finally(() => {
    isOver = true;
  });
  // The service reads the database before it calls WeChat. That takes real time, and none of this clock's.
  while (!isOver) await stage.clock.advance(1_000);
  await over;
  expect(opened.filter((status) => status === 201)).toHaveLength(64);
  stage.simulator.control.faults.clear();
  expect((await start(stage.browser())).id).toBeDefined();
});
