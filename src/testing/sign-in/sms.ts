import { sha256 } from "../../base/bytes.ts";
import { readPhone } from "../../domain/phone.ts";
import type { SmsSender } from "../../ports/sms.ts";

/** The newest code that was sent to each number. */
export interface Inboxes {
  readonly sender: SmsSender;
  /** `phone` as its owner types it. */
  newestCode(phone: string): string | undefined;
}

/** Keeps what is sent. `besides`, where there is one, sends it, too. */
export function createInboxes(besides?: SmsSender): Inboxes {
  const codes = new Map<string, string>();
  return {
    sender: {
      async send(message) {
        await besides?.send(message);
        if (message.code !== undefined) codes.set(message.to, message.code);
      },
    },
    newestCode: (phone) => codes.get(readPhone(phone) ?? phone),
  };
}

/** A person's own number: a Chinese mobile, the same for the same name. */
export function phoneOf(name: string): string {
  const drawn = Buffer.from(sha256("phone", name), "base64url").readUIntBE(0, 6);
  return `138${String(drawn % 100_000_000).padStart(8, "0")}`;
}
