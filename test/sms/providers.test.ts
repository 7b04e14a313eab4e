import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createAliyunSender } from "../../src/adapters/sms/aliyun.ts";
import type { LoadSdk } from "../../src/adapters/sms/sdk.ts";
import { createTencentSender } from "../../src/adapters/sms/tencent.ts";
import { Secret } from "../../src/base/secret.ts";
import type { SmsSender } from "../../src/ports/sms.ts";
import { createLog } from "../../src/server/log.ts";
import { packagesOf } from "../install-packages.ts";
import { createProvider, message, outcome, type Plan, type Provider, type Received } from "./provider.ts";

const sdk = packagesOf(new URL("./", import.meta.url).pathname, "the providers' SDKs of SMS");

/** Node's form of an imported CommonJS module. */
const load: LoadSdk = async (name) => ({ default: sdk(name) });

const secret = new Secret("secret of the account");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const aliyun = ({ origin: endpoint }: Provider): Promise<SmsSender> =>
  createAliyunSender({
    accessKeyId: "LTAI-test",
    secret,
    signName: "青禾茶铺",
    templateCode: "SMS_123456789",
    parameter: "code",
    endpoint,
    load,
  });

const tencent = ({ origin: endpoint }: Provider, parameters: readonly ("code" | "minutes")[] = ["code", "minutes"]) =>
  createTencentSender({
    secretId: "AKID-test",
    secret,
    appId: "1400006666",
    signName: "青禾茶铺",
    templateId: "449739",
    region: "ap-guangzhou",
    parameters,
    endpoint,
    load,
  });

const aliyunSays = (Code: string, status = 200): Plan => ({ status, body: { Code, Message: "", RequestId: "R" } });
const tencentSays = (Code: string): Plan => ({
  status: 200,
  body: { Response: { SendStatusSet: [{ Code, Message: "", SerialNo: "1", Fee: 1 }], RequestId: "R" } },
});
const tencentRefuses = (Code: string): Plan => ({
  status: 200,
  body: { Response: { Error: { Code, Message: "" }, RequestId: "R" } },
});

test("Alibaba Cloud is asked as its API wants it, signed with the account's secret", async () => {
  const provider = await createProvider(aliyunSays("OK"));
  expect(await outcome((await aliyun(provider)).send(message))).toBe("sent");
  const [request] = provider.received as [Received];
  expect(request).toMatchObject({
    method: "POST",
    headers: { "x-acs-action": "SendSms", "x-acs-version": "2017-05-25" },
  });
  expect(Object.fromEntries(request.query)).toEqual({
    PhoneNumbers: "13800138000",
    SignName: "青禾茶铺",
    TemplateCode: "SMS_123456789",
    TemplateParam: '{"code":"123456"}',
    OutId: "id-of-the-message",
  });
  expect(request.headers.authorization).toContain("Credential=LTAI-test");
  expect(request.headers.authorization).toContain(`Signature=${aliyunSignature(request)}`);
});

/** https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature */
function aliyunSignature({ method, path, query, headers, body }: Received): string {
  const encoded = [...query]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "")?.[1] ?? "";
  const lines = signed.split(";").map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, path, encoded, lines.join(""), signed, sha256(body)].join("\n");
  return hmac(secret.reveal(), `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString("hex");
}

test("Alibaba Cloud gets numbers of other countries with their country and without plus", async () => {
  const provider = await createProvider(aliyunSays("OK"));
  await (await aliyun(provider)).send({ ...message, to: "+85251234567" });
  expect(provider.received[0]?.query.get("PhoneNumbers")).toBe("85251234567");
});

test.each<[Plan, string]>([
  [aliyunSays("isv.MOBILE_NUMBER_ILLEGAL"), "number"],
  [aliyunSays("isv.BUSINESS_LIMIT_CONTROL"), "busy"],
  [aliyunSays("isv.AMOUNT_NOT_ENOUGH"), "setup"],
  [aliyunSays("isv.SMS_TEMPLATE_ILLEGAL"), "setup"],
  [aliyunSays("SignatureDoesNotMatch", 400), "setup"],
  [aliyunSays("InvalidAccessKeyId.NotFound", 404), "setup"],
  [aliyunSays("Throttling.User", 400), "busy"],
  [aliyunSays("ServiceUnavailable", 503), "away"],
  [{ status: 502, body: "bad gateway" }, "away"],
  ["drop", "away"],
])("Alibaba Cloud's %j is %s, and is asked once", async (plan, failure) => {
  const provider = await createProvider(plan);
  expect(await outcome((await aliyun(provider)).send(message))).toBe(failure);
  expect(provider.received).toHaveLength(1);
});

test("Tencent Cloud is asked as its API wants it, signed with the account's secret", async () => {
  const provider = await createProvider(tencentSays("Ok"));
  expect(await outcome((await tencent(provider)).send(message))).toBe("sent");
  const [request] = provider.received as [Received];
  expect(request.headers).toMatchObject({ "x-tc-action": "SendSms", "x-tc-version": "2021-01-11" });
  expect(JSON.parse(request.body)).toEqual({
    PhoneNumberSet: ["+8613800138000"],
    SmsSdkAppId: "1400006666",
    SignName: "青禾茶铺",
    TemplateId: "449739",
    TemplateParamSet: ["123456", "5"],
    SessionContext: "id-of-the-message",
  });
  expect(request.headers.authorization).toContain(`Signature=${tencentSignature(request)}`);
});

/** https://cloud.tencent.com/document/api/382/52071; the SDK signs the host without its port. The real host has none. */
function tencentSignature({ method, path, headers, body }: Received): string {
  const scope = /Credential=AKID-test\/([^,]+)/.exec(headers.authorization ?? "")?.[1] ?? "";
  const [date = "", service = ""] = scope.split("/");
  const lines = `content-type:${headers["content-type"]}\nhost:127.0.0.1\n`;
  const canonical = [method, path, "", lines, "content-type;host", sha256(body)].join("\n");
  const text = ["TC3-HMAC-SHA256", headers["x-tc-timestamp"], scope, sha256(canonical)].join("\n");
  const key = hmac(hmac(hmac(`TC3${secret.reveal()}`, date), service), "tc3_request");
  return hmac(key, text).toString("hex");
}

test("Tencent Cloud's template gets the parameters that it has", async () => {
  const provider = await createProvider(tencentSays("Ok"));
  await (await tencent(provider, ["code"])).send(message);
  expect(JSON.parse(provider.received[0]?.body ?? "").TemplateParamSet).toEqual(["123456"]);
});

test.each<[Plan, string]>([
  [tencentSays("InvalidParameterValue.IncorrectPhoneNumber"), "number"],
  [tencentSays("FailedOperation.PhoneNumberInBlacklist"), "number"],
  [tencentSays("LimitExceeded.PhoneNumberDailyLimit"), "busy"],
  [tencentSays("FailedOperation.InsufficientBalanceInSmsPackage"), "setup"],
  [tencentRefuses("AuthFailure.SignatureFailure"), "setup"],
  [tencentRefuses("RequestLimitExceeded"), "busy"],
  [tencentRefuses("InternalError.Timeout"), "away"],
  [{ status: 502, body: "bad gateway" }, "away"],
  ["drop", "away"],
])("Tencent Cloud's %j is %s, and is asked once", async (plan, failure) => {
  const provider = await createProvider(plan);
  expect(await outcome((await tencent(provider)).send(message))).toBe(failure);
  expect(provider.received).toHaveLength(1);
});

/** Providers repeat the number in their messages, and SDKs put the whole request into their errors. */
test.each<[string, (provider: Provider) => Promise<SmsSender>, Plan]>([
  [
    "Alibaba Cloud refuses",
    aliyun,
    { status: 200, body: { Code: "isv.X", Message: "13800138000 123456", RequestId: "R" } },
  ],
  ["Alibaba Cloud fails", aliyun, { status: 503, body: { Code: "X", Message: "13800138000 123456", RequestId: "R" } }],
  ["Alibaba Cloud hangs up", aliyun, "drop"],
  ["Alibaba Cloud answers nonsense", aliyun, { status: 502, body: "to +8613800138000: 123456" }],
  [
    "Tencent Cloud refuses",
    tencent,
    { status: 200, body: { Response: { Error: { Code: "X", Message: "+8613800138000 123456" }, RequestId: "R" } } },
  ],
  ["Tencent Cloud hangs up", tencent, "drop"],
  ["Tencent Cloud answers nonsense", tencent, { status: 502, body: "to +8613800138000: 123456" }],
])("%s: the log hears of it, and neither the number nor the code nor a signature", async (_, create, plan) => {
  const provider = await createProvider(plan);
  const failure: unknown = await (await create(provider)).send(message).catch((error: unknown) => error);
  const lines: string[] = [];
  createLog({ level: "debug", to: { write: (line) => void lines.push(line) } }).error({ err: failure }, "not sent");
  expect(lines.join("")).toContain("did not accept the SMS");
  for (const secret of [/13800138000/, /123456(?!789)/, /Signature=/, /LTAI-test|AKID-test/]) {
    expect(lines.join("")).not.toMatch(secret);
  }
});

test("where an SDK is not installed, the start says what to install", async () => {
  const provider = await createProvider(aliyunSays("OK"));
  const missing: LoadSdk = (name) => import(`${name}/not-installed`);
  const about = {
    accessKeyId: "id",
    secret,
    signName: "s",
    templateCode: "t",
    parameter: "code",
    load: missing,
  };
  await expect(createAliyunSender({ ...about, endpoint: provider.origin })).rejects.toThrow(
    "Run: npm install @alicloud/dysmsapi20170525@4",
  );
});
