import { createCipheriv } from "node:crypto";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { decryptOpenData, isOpenDataSigned, signWithSession } from "../../src/wechat/index.ts";

// The test vector of a public SDK.
const appid = "wx4f4bc4dec97d474b";
const sessionKey = new Secret("tiihtNczf5v6AKRyjwEUhQ==");
const given = {
  iv: "r7BXXKkLb8qrSNn05n0qiA==",
  encryptedData:
    "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==",
};
const at = 1477314187;
const refused = (reason: string) => ({ ok: false, reason });

test("the known encrypted data are opened", () => {
  expect(decryptOpenData(appid, sessionKey, given, at)).toMatchObject({
    ok: true,
    at,
    data: { openId: "oGZUI0egBJY1zhBYw2KhdUfwVJJE", unionId: "ocMvos6NjeKLIBqg5Mr9QjxrP1FA", nickName: "Band" },
  });
});

test("another account's, another key's and older data are refused", () => {
  expect(decryptOpenData("wx0000000000000001", sessionKey, given)).toEqual(refused("appid"));
  expect(decryptOpenData(appid, new Secret("HyVFkGl5F5OQWJZZaNzBBg=="), given)).toEqual(refused("encryption"));
  expect(decryptOpenData(appid, sessionKey, given, at + 1)).toEqual(refused("stale"));
});

test.each([
  ["a short key", { sessionKey: new Secret("AAAA") }],
  ["no key", { sessionKey: new Secret("") }],
  ["a short iv", { iv: "AAAA" }],
  ["half a block", { encryptedData: given.encryptedData.slice(0, 40) }],
  ["nothing", { encryptedData: "" }],
])("%s is refused, not thrown", (_, odd) => {
  const { sessionKey: key, ...data } = { sessionKey, ...given, ...odd };
  expect(decryptOpenData(appid, key, data)).toEqual(refused("encryption"));
});

test("data without a watermark are refused", () => {
  for (const text of ["{}", '{"watermark":{}}', '{"watermark":null}']) {
    expect(decryptOpenData(appid, sessionKey, encrypted(text))).toEqual(refused("appid"));
  }
  expect(decryptOpenData(appid, sessionKey, encrypted(`{"watermark":{"appid":"${appid}"}}`))).toEqual(refused("stale"));
  expect(decryptOpenData(appid, sessionKey, encrypted("[]"))).toEqual(refused("encryption"));
});

test("the known signature over raw data holds, and no other", () => {
  const rawData =
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
  const key = new Secret("HyVFkGl5F5OQWJZZaNzBBg==");
  const signature = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";
  expect(isOpenDataSigned(key, rawData, signature)).toBe(true);
  expect(isOpenDataSigned(key, `${rawData} `, signature)).toBe(false);
  expect(isOpenDataSigned(sessionKey, rawData, signature)).toBe(false);
  expect(isOpenDataSigned(key, rawData, "")).toBe(false);
});

test.each([
  ['{"foo":"bar"}', "654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b"],
  ["", "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128"],
])("the session key's text signs %j to the known value", (data, signature) => {
  expect(signWithSession(new Secret("o0q0otL8aEzpcZL/FT9WsQ=="), data)).toBe(signature);
});

function encrypted(text: string): typeof given {
  const cipher = createCipheriv(
    "aes-128-cbc",
    Buffer.from(sessionKey.reveal(), "base64"),
    Buffer.from(given.iv, "base64"),
  );
  return { iv: given.iv, encryptedData: Buffer.concat([cipher.update(text), cipher.final()]).toString("base64") };
}
