import { afterEach, expect, test } from "vitest";
import { codeFor, numberOf, setPhoneStage, wrong } from "../stage/phone.ts";
import type { Stage } from "../stage/stage.ts";
import { openPage } from "./staged-page.ts";

let stage: Stage;

afterEach(() => stage.close());

test("a newcomer is asked for a phone, types in the number and its code, and is signed in", async () => {
  stage = await setPhoneStage();
  const { signIn, last, states } = openPage(stage);
  const { qr } = await last("pending");
  await stage.simulator.control.scan("xiaoming", { image: qr?.image ?? "" });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect(await last("pairing")).toMatchObject({ pairing: "code" });
  const code = /\d{6}/.exec(stage.lastMessage("xiaoming").text)?.[0] ?? "";
  await expect(signIn.pair(wrong(code))).rejects.toMatchObject({ code: "wrong_pairing_code", retryable: false });
  await signIn.pair(code);
  const asked = await last("phone");
  expect(asked).toEqual({ kind: "phone", expiresAt: new Date(stage.clock.now() + 600_000).toISOString() });

  await expect(signIn.sendPhone("123")).rejects.toMatchObject({ code: "wrong_phone" });
  await signIn.sendPhone(numberOf(stage, "xiaoming"));
  const resendAt = new Date(stage.clock.now() + 60_000).toISOString();
  await expect.poll(() => states.at(-1)).toMatchObject({ kind: "phone", sentTo: "138****8001", resendAt });
  await expect(signIn.sendPhone(numberOf(stage, "xiaoming"))).rejects.toMatchObject({
    code: "rate_limited",
    retryAfter: 60_000,
  });

  const otp = await codeFor(stage, "xiaoming");
  await expect(signIn.enterOtp(wrong(otp))).rejects.toMatchObject({ code: "wrong_otp", retryable: false });
  await signIn.enterOtp(otp);
  expect((await last("signed-in")).account).toMatchObject({ phone: "138****8001", isNew: true });
});
