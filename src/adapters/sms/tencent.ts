import type { Secret } from "../../base/secret.ts";
import { SmsFailed, type SmsFailure, type SmsSender } from "../../ports/sms.ts";
import { causeOf, codeOf, type LoadSdk, loadSdk, providersSdk } from "./sdk.ts";

export interface TencentOptions {
  readonly secretId: string;
  readonly secret: Secret;
  /** SmsSdkAppId, such as `1400006666`. */
  readonly appId: string;
  /** The approved 签名内容. */
  readonly signName: string;
  readonly templateId: string;
  /** The values of the template's {1}, {2}, in their order. */
  readonly parameters: readonly ("code" | "minutes")[];
  readonly region: string;
  /** The origin of the provider's API. */
  readonly endpoint: string;
  readonly load?: LoadSdk;
}

/** In seconds. */
const reqTimeout = 8;

interface Answer {
  readonly SendStatusSet?: readonly { readonly Code?: string }[];
}

/** The parts of the SDK that are used here. */
interface Sdk {
  readonly sms: {
    readonly v20210111: {
      readonly Client: new (options: object) => { SendSms(request: object): Promise<Answer> };
    };
  };
}

/**
 * Tencent Cloud 短信, by its official SDK. The API is not idempotent: the message's id is sent as SessionContext, for the
 * receipts. Rejects if the SDK is not installed.
 *
 * @see https://cloud.tencent.com/document/product/382/55981
 */
export async function createTencentSender(options: TencentOptions): Promise<SmsSender> {
  const { load = loadSdk, region, parameters } = options;
  const module = await providersSdk<Sdk | { default: Sdk }>(load, "tencentcloud-sdk-nodejs-sms", "4");
  const { sms } = "sms" in module ? module : module.default;
  const { host, protocol } = new URL(options.endpoint);
  const client = new sms.v20210111.Client({
    credential: { secretId: options.secretId, secretKey: options.secret.reveal() },
    region,
    profile: { httpProfile: { endpoint: host, protocol: `${protocol}//`, reqTimeout } },
  });
  return {
    async send({ id, to, code, minutes, template }) {
      const values = { code, minutes: String(minutes ?? "") };
      const request = {
        PhoneNumberSet: [to],
        SmsSdkAppId: options.appId,
        SignName: options.signName,
        TemplateId: template ?? options.templateId,
        TemplateParamSet: code === undefined ? [] : parameters.map((name) => values[name]),
        SessionContext: id,
      };
      const answer = await client.SendSms(request).catch((error: unknown) => refused(codeOf(error), error));
      const status = answer.SendStatusSet?.[0]?.Code;
      if (status !== "Ok") refused(status, undefined);
    },
  };
}

const failures: readonly (readonly [RegExp, SmsFailure])[] = [
  [/IncorrectPhoneNumber|PhoneNumberInBlacklist/, "number"],
  [/^LimitExceeded|^RequestLimitExceeded/, "busy"],
  [/^InternalError/, "away"],
];

function refused(code: string | undefined, cause: unknown): never {
  const known = code === undefined ? "away" : failures.find(([pattern]) => pattern.test(code))?.[1];
  throw new SmsFailed(known ?? "setup", `Tencent Cloud did not accept the SMS: ${code ?? "no response"}`, {
    cause: causeOf(cause),
  });
}
