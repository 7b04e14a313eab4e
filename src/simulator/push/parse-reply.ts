// Parses the service's reply to a push, as strictly as WeChat.
import type { Settings } from "../settings.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import { type Check, checkSha1 } from "./check.ts";
import { decrypt, utf8 } from "./crypto.ts";
import { InvalidReply } from "./invalid-reply.ts";
import { parseJson } from "./json.ts";
import type { Push } from "./push.ts";
import { checkRoot, type Reply, readReply, text } from "./reply.ts";
import { type Element, parseXml } from "./xml.ts";

/** WeChat's verdict on the service's response. */
export type ReplyVerdict =
  | { outcome: "silent" }
  | { outcome: "replied"; reply: Reply }
  | { outcome: "failed"; reason: string };

export interface DeliveryAnswer {
  push: Push;
  /** The nonce of the request. */
  nonce: string;
  body: Uint8Array;
  settings: Settings;
  /** Called with the check of an encrypted reply's signature. */
  show: (check: Check) => void;
  /** Called with the plaintext of an encrypted reply. */
  showPlain: (text: string) => void;
}

/** Parses the body of a 200: `success` or nothing, a reply that WeChat would show, or a failure with its reason. */
export function parseReply(answer: DeliveryAnswer): ReplyVerdict {
  const { push, body, settings } = answer;
  try {
    const source = utf8(body);
    if (source === "" || source === "success") return { outcome: "silent" };
    if (source.startsWith("\uFEFF")) throw new InvalidReply("it begins with a byte order mark");
    const inner = opened(answer, parse(push.account, source));
    if (inner === undefined || isAcknowledgement(push.account, inner)) return { outcome: "silent" };
    const parties = { openId: push.openId, originalId: push.account.originalId };
    const reply = readReply(inner, { ...parties, maxArticles: maxArticles(push, settings) });
    if (!isFollowable(push.account) && reply.type !== "transfer_customer_service")
      throw new InvalidReply("in the chats of a 小程序 only transfer_customer_service can be replied");
    return { outcome: "replied", reply };
  } catch (error) {
    if (!(error instanceof InvalidReply)) throw error;
    return { outcome: "failed", reason: `the answer was refused: ${error.message}` };
  }
}

const parse = ({ format }: Account, source: string): Element =>
  format === "json" ? parseJson(source) : parseXml(source);

/** Services often respond to pushes in JSON with an object of their own, which is neither a reply nor a failure. */
const isAcknowledgement = ({ format }: Account, inner: Element): boolean =>
  format === "json" && !inner.children.some(({ name }) => name === "MsgType");

const messages = ["text", "image", "voice", "video", "shortvideo", "location", "link"];

function maxArticles({ what }: Push, { newsArticles }: Settings): number {
  if (newsArticles === "documented") return messages.includes(what) ? 1 : 8;
  return newsArticles === "one" ? 1 : 8;
}

/** Decrypts the reply; undefined if its plaintext is empty, which means no reply. */
function opened(answer: DeliveryAnswer, outer: Element): Element | undefined {
  const { account } = answer.push;
  checkRoot(outer);
  const isEncrypted = outer.children.some((child) => child.name === "Encrypt");
  if (isEncrypted && account.mode === "plain")
    throw new InvalidReply("it is encrypted, and the account is in plain mode");
  if (!isEncrypted && account.mode === "safe")
    throw new InvalidReply("it is not encrypted, and the account is in safe mode");
  return isEncrypted ? decrypted(answer, outer) : outer;
}

const otherNonce = "Nonce is not the request's";

function decrypted(
  { push: { account }, nonce, settings, show, showPlain }: DeliveryAnswer,
  outer: Element,
): Element | undefined {
  const { token, aesKey, appid } = account;
  const [Encrypt = "", TimeStamp = "", Nonce = ""] = ["Encrypt", "TimeStamp", "Nonce"].map((name) => text(outer, name));
  if (!/^[0-9]{1,19}$/.test(TimeStamp)) throw new InvalidReply("TimeStamp is not a whole number");
  const check = checkSha1("MsgSignature", { token, TimeStamp, Nonce, Encrypt }, text(outer, "MsgSignature"));
  const isOther = Nonce !== nonce;
  show(isOther ? { ...check, note: otherNonce } : check);
  if (isOther && settings.strictReplyNonce) throw new InvalidReply(otherNonce);
  if (check.got !== check.expected)
    throw new InvalidReply("MsgSignature is not that of token, TimeStamp, Nonce and Encrypt");
  const inner = decrypt(aesKey, appid, Encrypt);
  showPlain(inner);
  return inner === "" ? undefined : parse(account, inner);
}
