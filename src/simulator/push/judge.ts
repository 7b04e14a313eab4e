import type { Account } from "../world/accounts.ts";
import { decrypt, utf8 } from "./crypto.ts";
import { NotAReply } from "./not-a-reply.ts";
import type { Push } from "./push.ts";
import { checkRoot, type Reply, readReply, text } from "./reply.ts";
import { sign } from "./sign.ts";
import { type Element, parseXml } from "./xml.ts";

/** What WeChat makes of the service's answer. */
export type Verdict =
  | { outcome: "silent" }
  | { outcome: "replied"; reply: Reply }
  | { outcome: "failed"; reason: string };

/** Judges the body of a 200: `success` or nothing, a reply that WeChat would show, or a failure with its reason. */
export function judge(push: Push, body: Uint8Array): Verdict {
  try {
    const source = utf8(body);
    if (source === "" || source === "success") return { outcome: "silent" };
    if (source.startsWith("\uFEFF")) throw new NotAReply("it begins with a byte order mark");
    const reply = readReply(opened(push.account, parseXml(source)), {
      openId: push.openId,
      originalId: push.account.originalId,
    });
    return { outcome: "replied", reply };
  } catch (error) {
    if (!(error instanceof NotAReply)) throw error;
    return { outcome: "failed", reason: `the answer was refused: ${error.message}` };
  }
}

function opened(account: Account, outer: Element): Element {
  checkRoot(outer);
  const isEncrypted = outer.children.some((child) => child.name === "Encrypt");
  if (isEncrypted && account.mode === "plain") throw new NotAReply("it is encrypted, and the account is in plain mode");
  if (!isEncrypted && account.mode === "safe")
    throw new NotAReply("it is not encrypted, and the account is in safe mode");
  return isEncrypted ? decrypted(account, outer) : outer;
}

function decrypted({ token, aesKey, appid }: Account, outer: Element): Element {
  const [encrypt, timestamp, nonce] = ["Encrypt", "TimeStamp", "Nonce"].map((name) => text(outer, name)) as [
    string,
    string,
    string,
  ];
  if (!/^[0-9]{1,12}$/.test(timestamp)) throw new NotAReply("TimeStamp is not a number of seconds");
  if (text(outer, "MsgSignature") !== sign(token, timestamp, nonce, encrypt))
    throw new NotAReply("MsgSignature is not that of token, TimeStamp, Nonce and Encrypt");
  return parseXml(decrypt(aesKey, appid, encrypt));
}
