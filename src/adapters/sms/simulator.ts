import { SmsFailed, type SmsSender } from "../../ports/sms.ts";

export interface SimulatorSenderOptions {
  /** The simulator's origin. */
  readonly url: string;
  readonly fetch: typeof fetch;
}

/** The sentence of an SMS whose code adds a WeChat to a member's account. */
const joining = {
  "zh-CN": "输入它，就会把一个微信加到这个手机号的会员账号。",
  en: "It adds a WeChat to the member's account of this phone number. ",
};

/** Sends SMS to the phones of the simulator, at no cost. For trying Saoma out. */
export function createSimulatorSender({ url, fetch }: SimulatorSenderOptions): SmsSender {
  return {
    async send({ to, code, minutes, site, language, template }) {
      const what = template === undefined ? { "zh-CN": "", en: "" } : joining;
      const noticed = {
        "zh-CN": `【${site}】你的账号有变动，请打开网站或公众号查看。`,
        en: `[${site}] Something about your account changed. See it on the site or in the chat.`,
      };
      const coded = {
        "zh-CN": `【${site}】验证码 ${code}，${minutes} 分钟内有效。${what["zh-CN"]}请不要告诉任何人。`,
        en: `[${site}] Your code is ${code}, good for ${minutes} minutes. ${what.en}Tell nobody.`,
      };
      const text = (code === undefined ? noticed : coded)[language];
      const body = JSON.stringify({ to, text, from: site });
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      const response = await fetch(`${url}/_sim/sms`, init).catch((cause: unknown) => {
        throw new SmsFailed("away", "the simulator was not reached", { cause });
      });
      if (!response.ok) throw new SmsFailed("setup", `the simulator did not accept the SMS: ${response.status}`);
    },
  };
}
