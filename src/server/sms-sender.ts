// Makes the configured sender of SMS.
import { createPost } from "../adapters/outgoing/post.ts";
import { createAliyunSender } from "../adapters/sms/aliyun.ts";
import { createHttpsSender } from "../adapters/sms/https.ts";
import { createSimulatorSender } from "../adapters/sms/simulator.ts";
import { createTencentSender } from "../adapters/sms/tencent.ts";
import type { Clock } from "../base/clock.ts";
import type { SmsSender } from "../ports/sms.ts";
import type { SmsConfig } from "./config/sms.ts";
import { isLoopback } from "./config/values.ts";

const loopback = ["127.0.0.0/8", "::1"];

/** The sender that the options describe. Fails where its SDK is not installed. */
export async function createSmsSender(
  { sender: options, secret }: Pick<SmsConfig, "sender" | "secret">,
  { clock, fetch }: { readonly clock: Clock; readonly fetch: typeof globalThis.fetch },
): Promise<SmsSender> {
  switch (options.kind) {
    case "aliyun":
      return createAliyunSender({ ...options, secret });
    case "tencent":
      return createTencentSender({ ...options, secret });
    case "https": {
      // An operator who writes http://127.0.0.1 means that address.
      const named = isLoopback(new URL(options.url).hostname) ? loopback : [];
      const post = createPost({ clock, allowed: [...options.allow, ...named] });
      return createHttpsSender({ url: options.url, secret, clock, post });
    }
    case "simulator":
      return createSimulatorSender({ url: options.url, fetch });
  }
}
