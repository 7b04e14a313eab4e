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

export interface Answered {
  push: Push;
  /** The request's. */
  nonce: string;
  body: Uint8Array;
  settings: Settings;
  /** Gets the signature of an encrypted reply, worked out step by step. */
  show: (check: Check) => void;
  /** Gets what an encrypted reply says. */
  showPlain: (text: string) => void;
}

/** Judges the body of a 200: `success` or nothing, a reply that WeChat would show, or a failure with its reason. */
export function judge(answered: Answered): Verdict {
  const { push, body, settings } = answered;
  try {
    const source = utf8(body);
    if (source === "" || source === "success") return { outcome: "silent" };
    if (source.startsWith("\uFEFF")) throw new NotAReply("it begins with a byte order mark");
    const inner = opened(answered, parse(push.account, source));
    if (inner === undefined || isAcknowledgement(push.account, inner)) return { outcome: "silent" };
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

/** Undefined for an encrypted nothing, which is no reply. */
function opened(answered: Answered, outer: Element): Element | undefined {
  const { account } = answered.push;
  checkRoot(outer);
  const isEncrypted = outer.children.some((child) => child.name === "Encrypt");
  if (isEncrypted && account.mode === "plain") throw new NotAReply("it is encrypted, and the account is in plain mode");
  if (!isEncrypted && account.mode === "safe")
    throw new NotAReply("it is not encrypted, and the account is in safe mode");
  return isEncrypted ? decrypted(answered, outer) : outer;
}

const otherNonce = "Nonce is not the request's";

function decrypted(
  { push: { account }, nonce, settings, show, showPlain }: Answered,
  outer: Element,
): Element | undefined {
  const { token, aesKey, appid } = account;
  const [Encrypt = "", TimeStamp = "", Nonce = ""] = ["Encrypt", "TimeStamp", "Nonce"].map((name) => text(outer, name));
  if (!/^[0-9]{1,19}$/.test(TimeStamp)) throw new NotAReply("TimeStamp is not a whole number");
  const check = checkSha1("MsgSignature", { token, TimeStamp, Nonce, Encrypt }, text(outer, "MsgSignature"));
  const isOther = Nonce !== nonce;
  show(isOther ? { ...check, note: otherNonce } : check);
  if (isOther && settings.strictReplyNonce) throw new NotAReply(otherNonce);
  if (check.got !== check.expected)
    throw new NotAReply("MsgSignature is not that of token, TimeStamp, Nonce and Encrypt");
  const inner = decrypt(aesKey, appid, Encrypt);
  showPlain(inner);
  return inner === "" ? undefined : parse(account, inner);
}
