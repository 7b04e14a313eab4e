import type { Settings } from "../settings.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import { type Check, checkSha1 } from "./check.ts";
import { decrypt, utf8 } from "./crypto.ts";
import { parseJson } from "./json.ts";
import { NotAReply } from "./not-a-reply.ts";
import type { Push } from "./push.ts";
import { checkRoot, type Reply, readReply, text } from "./reply.ts";
import { type Element, parseXml } from "./xml.ts";

/** What WeChat makes of the service's answer. */
export type Verdict =
  | { outcome: "silent" }
  | { outcome: "replied"; reply: Reply }
  | { outcome: "failed"; reason: string };

/**
 * Judges the body of a 200: `success` or nothing, a reply that WeChat would show, or a failure with its reason.
 * `show` gets the signature of an encrypted one, worked out step by step.
 */
export function judge(push: Push, body: Uint8Array, settings: Settings, show: (check: Check) => void): Verdict {
  try {
    const source = utf8(body);
    if (source === "" || source === "success") return { outcome: "silent" };
    if (source.startsWith("\uFEFF")) throw new NotAReply("it begins with a byte order mark");
    const inner = opened(push.account, parse(push.account, source), show);
    if (isAcknowledgement(push.account, inner)) return { outcome: "silent" };
    const ends = { openId: push.openId, originalId: push.account.originalId };
    const reply = readReply(inner, { ...ends, maxArticles: maxArticles(push, settings) });
    if (!isFollowable(push.account) && reply.type !== "transfer_customer_service")
      throw new NotAReply("in the chats of a 小程序 only transfer_customer_service can be replied");
    return { outcome: "replied", reply };
  } catch (error) {
    if (!(error instanceof NotAReply)) throw error;
    return { outcome: "failed", reason: `the answer was refused: ${error.message}` };
  }
}

const parse = ({ format }: Account, source: string): Element =>
  format === "json" ? parseJson(source) : parseXml(source);

/** Pushes in JSON are often answered with an object of the service's own: that is no reply, and no failure. */
const isAcknowledgement = ({ format }: Account, inner: Element): boolean =>
  format === "json" && !inner.children.some(({ name }) => name === "MsgType");

const messages = ["text", "image", "voice", "video", "shortvideo", "location", "link"];

function maxArticles({ what }: Push, { newsArticles }: Settings): number {
  if (newsArticles === "documented") return messages.includes(what) ? 1 : 8;
  return newsArticles === "one" ? 1 : 8;
}

function opened(account: Account, outer: Element, show: (check: Check) => void): Element {
  checkRoot(outer);
  const isEncrypted = outer.children.some((child) => child.name === "Encrypt");
  if (isEncrypted && account.mode === "plain") throw new NotAReply("it is encrypted, and the account is in plain mode");
  if (!isEncrypted && account.mode === "safe")
    throw new NotAReply("it is not encrypted, and the account is in safe mode");
  return isEncrypted ? decrypted(account, outer, show) : outer;
}

function decrypted(account: Account, outer: Element, show: (check: Check) => void): Element {
  const { token, aesKey, appid } = account;
  const [Encrypt = "", TimeStamp = "", Nonce = ""] = ["Encrypt", "TimeStamp", "Nonce"].map((name) => text(outer, name));
  if (!/^[0-9]{1,19}$/.test(TimeStamp)) throw new NotAReply("TimeStamp is not a whole number");
  const check = checkSha1("MsgSignature", { token, TimeStamp, Nonce, Encrypt }, text(outer, "MsgSignature"));
  show(check);
  if (check.got !== check.expected)
    throw new NotAReply("MsgSignature is not that of token, TimeStamp, Nonce and Encrypt");
  return parse(account, decrypt(aesKey, appid, Encrypt));
}
