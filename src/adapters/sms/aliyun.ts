import type { Secret } from "../../base/secret.ts";
import { SmsFailed, type SmsFailure, type SmsSender } from "../../ports/sms.ts";
import { causeOf, codeOf, type LoadSdk, loadSdk, providersSdk } from "./sdk.ts";

export interface AliyunOptions {
  readonly accessKeyId: string;
  readonly secret: Secret;
  /** The approved 短信签名. */
  readonly signName: string;
  /** The code of the template, such as `SMS_123456789`. */
  readonly templateCode: string;
  /** The template's name for the code. */
  readonly parameter: string;
  /** The origin of the provider's API. */
  readonly endpoint: string;
  readonly load?: LoadSdk;
}

const connectTimeout = 3_000;
const readTimeout = 6_000;

/** The parts of the SDK that are used here. */
interface Sdk {
  readonly default: new (
    config: object,
  ) => {
    sendSmsWithOptions(request: object, runtime: object): Promise<{ body?: { code?: string; message?: string } }>;
  };
  readonly SendSmsRequest: new (fields: Readonly<Record<string, string>>) => object;
}

/**
 * Alibaba Cloud 短信服务, by its official SDK. The API is not idempotent: the message's id is sent as OutId, for the
 * receipts. Rejects if the SDK is not installed.
 *
 * @see https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
 */
export async function createAliyunSender(options: AliyunOptions): Promise<SmsSender> {
  const { accessKeyId, secret, signName, templateCode, parameter, endpoint, load = loadSdk } = options;
  const module = await providersSdk<{ default: Sdk }>(load, "@alicloud/dysmsapi20170525", "4");
  const sdk = "SendSmsRequest" in module.default ? module.default : (module as unknown as Sdk);
  const { host, protocol } = new URL(endpoint);
  const keys = { accessKeyId, accessKeySecret: secret.reveal() };
  const client = new sdk.default({ ...keys, endpoint: host, protocol: protocol.slice(0, -1) });
  return {
    async send({ id, to, code, template }) {
      const templateParam = JSON.stringify(code === undefined ? {} : { [parameter]: code });
      const fields = {
        phoneNumbers: numberOf(to),
        signName,
        templateCode: template ?? templateCode,
        templateParam,
        outId: id,
      };
      const runtime = { connectTimeout, readTimeout, autoretry: false };
      const { body = {} } = await client
        .sendSmsWithOptions(new sdk.SendSmsRequest(fields), runtime)
        .catch((error: unknown) => refused(codeOf(error), error));
      if (body.code !== "OK") refused(body.code, undefined);
    },
  };
}

/** Chinese numbers have no country code, others have theirs without a plus. */
const numberOf = (to: string): string => (to.startsWith("+86") ? to.slice(3) : to.slice(1));

const failures: Readonly<Record<string, SmsFailure>> = {
  "isv.MOBILE_NUMBER_ILLEGAL": "number",
  "isv.BLACK_KEY_CONTROL_LIMIT": "number",
  "isv.BUSINESS_LIMIT_CONTROL": "busy",
  "isv.DAY_LIMIT_CONTROL": "busy",
  "isv.MONTH_LIMIT_CONTROL": "busy",
  Throttling: "busy",
  "Throttling.User": "busy",
  ServiceUnavailable: "away",
  InternalError: "away",
};

function refused(code: string | undefined, cause: unknown): never {
  const failure = code === undefined ? "away" : (failures[code] ?? "setup");
  throw new SmsFailed(failure, `Alibaba Cloud did not accept the SMS: ${code ?? "no response"}`, {
    cause: causeOf(cause),
  });
}
