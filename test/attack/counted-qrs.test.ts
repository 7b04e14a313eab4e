import { expect, test, vi } from "vitest";
import type { QrQuota } from "../../src/login/transition/qr-quota.ts";
import { setStage, start } from "../stage/stage.ts";

const counted: string[] = [];

vi.mock("../../src/login/transition/qr-quota.ts", () => ({
  createQrQuota: (): QrQuota => ({ count: ({ appid }) => void counted.push(appid), isReserveLeft: async () => false }),
}));

test("each QR that WeChat makes counts towards its day, and one that is shown again does not", async () => {
  const stage = await setStage();
  const browser = stage.browser();
  const { id } = await start(browser);
  expect((await start(browser)).id).toBe(id);
  await start(stage.browser());
  await start(stage.browser(), { channel: "official-account-code" });
  expect(counted).toEqual([stage.appid, stage.appid]);
  await stage.close();
});
