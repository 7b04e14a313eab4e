import { SmsFailed, type SmsSender } from "../../ports/sms.ts";

export interface SimulatorSenderOptions {
  /** The simulator's origin. */
  readonly url: string;
  readonly fetch: typeof fetch;
}

/** The phones of the simulator: what is sent lies in their inboxes, and costs nothing. For trying things out. */
export function createSimulatorSender({ url, fetch }: SimulatorSenderOptions): SmsSender {
  return {
    async send({ to, code, minutes, site, language }) {
      const text = {
        "zh-CN": `【${site}】验证码 ${code}，${minutes} 分钟内有效。请不要告诉任何人。`,
        en: `[${site}] Your code is ${code}, good for ${minutes} minutes. Tell nobody.`,
      }[language];
      const body = JSON.stringify({ to, text, from: site });
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      const response = await fetch(`${url}/_sim/sms`, init).catch((cause: unknown) => {
        throw new SmsFailed("away", "the simulator was not reached", { cause });
      });
      if (!response.ok) throw new SmsFailed("setup", `the simulator did not take the SMS: ${response.status}`);
    },
  };
}
