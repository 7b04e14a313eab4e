import type { Person } from "../../world/people.ts";
import { ok } from "../answer.ts";
import { type Call, type Endpoint, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";

const codeSeconds = 300;

/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html */
export const phoneEndpoints: readonly Endpoint[] = [
  {
    path: "/wxa/business/getuserphonenumber",
    method: "POST",
    kind: "mini-program",
    ability: "phone-number",
    act: phoneNumber,
  },
  {
    path: "/wxa/business/checkencryptedmsg",
    method: "POST",
    kind: "mini-program",
    act({ sim, account, body }) {
      const hash = textOf(body.encrypted_msg_hash);
      if (!/^[0-9a-fA-F]{64}$/.test(hash)) throw new WechatFailure(40097);
      const createdAt = sim.openData.createdAt(account.appid, hash.toLowerCase());
      return { ...ok, vaild: createdAt !== undefined, create_time: createdAt ?? 0 };
    },
  },
];

function phoneNumber({ sim, account, body }: Call): object {
  const code = sim.miniProgramCodes.get(textOf(body.code));
  if (code === undefined || code.kind !== "phone") throw new WechatFailure(40029);
  if (code.appid !== account.appid) throw new WechatFailure(40013);
  const isOver = code.usedAt !== undefined || sim.clock.seconds() - code.issuedAt >= codeSeconds;
  const person = sim.people.all().find(({ name }) => name === code.person);
  if (isOver || person === undefined || person.phone === null) throw new WechatFailure(40029);
  if (body.openid !== undefined && body.openid !== person.openId(account.appid)) throw new WechatFailure(40003);
  code.usedAt = sim.clock.seconds();
  return { ...ok, phone_info: phoneInfo(person, account.appid, sim.clock.seconds()) };
}

/** WeChat's `phone_info`. A foreign number begins with its country code. */
export function phoneInfo({ phone, countryCode }: Person, appid: string, timestamp: number): object {
  const pure = phone ?? "";
  return {
    phoneNumber: countryCode === "86" ? pure : `${countryCode}${pure}`,
    purePhoneNumber: pure,
    countryCode,
    watermark: { timestamp, appid },
  };
}
