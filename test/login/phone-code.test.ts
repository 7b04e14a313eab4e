import { expect, test } from "vitest";
import type { LoginContext } from "../../src/login/context.ts";
import { exchangePhoneCode } from "../../src/login/mini-program/phone-number.ts";
import { tell } from "../wechat/account.ts";

const appid = "wx0123456789abcdef";
const session = { appid, openId: "oA", tokenHash: "h", expiresAt: 0 };

function exchangeOf(phone_info: object): Promise<string> {
  const { api } = tell({ "/wxa/business/getuserphonenumber": { errcode: 0, errmsg: "ok", phone_info } });
  const setup = {
    sources: new Map([[appid, { miniProgram: { phoneNumber: api.miniProgram.phoneNumber } }]]),
    failureLimiter: { hit: async () => ({ allowed: true }) },
    log: { info: () => {}, error: () => {} },
  } as unknown as LoginContext;
  return exchangePhoneCode(setup, session, "code");
}

test.each([
  ["empty", "", "13800138000", "+8613800138000"],
  ["with a plus", "+86", "13800138000", "+8613800138000"],
  ["null", null, "13800138000", "+8613800138000"],
  ["as it should be", "86", "13800138000", "+8613800138000"],
  ["foreign, with a plus", "+852", "61234567", "+85261234567"],
  ["American", "1", "2125550123", "+12125550123"],
])("a phone whose country is %s", async (_, countryCode, purePhoneNumber, phone) => {
  expect(await exchangeOf({ phoneNumber: purePhoneNumber, purePhoneNumber, countryCode })).toBe(phone);
});

test("a number without a country that is no Chinese mobile is invalid", async () => {
  const given = { phoneNumber: "2125550123", purePhoneNumber: "2125550123", countryCode: "" };
  await expect(exchangeOf(given)).rejects.toMatchObject({ code: "wrong_phone" });
});
