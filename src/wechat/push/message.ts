import { sha256 } from "../../base/bytes.ts";
import type { PushFields, PushFormat } from "./fields.ts";
import { parsePushJson } from "./json.ts";
import { type PushTree, parseTree } from "./tree.ts";
import { parseXml } from "./xml.ts";

/** One message or event that WeChat pushed, opened and read. */
export interface Push {
  /** `ToUserName`: the account's original id, `gh_…` (very old accounts: a name of their own). */
  toUser: string;
  /** `FromUserName`: who sent it. */
  openId: string;
  /** Whole Unix seconds. The same in each delivery of a push. */
  createTime: number;
  /** `MsgType`, such as `text` or `event`, in WeChat's case however it was written. */
  type: string;
  /** Of events only, in WeChat's case however it was written: `subscribe`, `unsubscribe`, `SCAN`, `CLICK`. */
  event?: string;
  /** Of events only; often empty. */
  eventKey?: string;
  /** Of events only: the ticket of the QR that was scanned. */
  ticket?: string;
  /** Of texts only: what was typed, or the content of a tapped menu link. */
  content?: string;
  /** Up to 19 digits; more than a number holds. Events have none. */
  msgId?: string;
  /** Of texts only: `bizmsgmenuid`, the id of the menu link that was tapped. */
  menuId?: string;
  /**
   * Set if the push is signed but can be read only in part. Its fields stand before the damage, and a person's text may
   * have forged some of them: make no decision by them.
   */
  damaged?: true;
  /** Every child that occurs once and is a text (in JSON: or a number), as sent. It has no prototype. */
  fields: PushFields;
  /**
   * Equal for all deliveries of a push, different for different ones: `m:<openId>:<MsgId>` for messages, and
   * `d:<fingerprint>` for pushes without a `MsgId` or with 0. Two events of one sender in one second may differ in any
   * field.
   */
  key: string;
  /**
   * The whole message with its nested and repeated children, such as `ScanCodeInfo`, parsed at the first access; of a
   * damaged push its `fields`. A copy of a push has neither `tree` nor `raw`.
   */
  readonly tree?: PushTree;
  /** The message as it was sent, decrypted. */
  readonly raw?: string;
  /** SHA-256 of the plaintext, as base64url. Tells apart pushes that claim the same `key`. */
  fingerprint: string;
}

/** The fields of a push's body; undefined if it is not in the format that WeChat writes. */
export const parseBody = (body: string, format: PushFormat = "xml"): PushFields | undefined =>
  format === "json" ? parsePushJson(body) : parseXml(body);

/** Reads the plaintext of a push; returns undefined if it is not one. */
export function readPush(plaintext: string, format?: PushFormat): Push | undefined {
  const fields = parseBody(plaintext, format);
  const isPush = fields !== undefined && (typeOf(fields) !== "event" || fields.Event?.trim());
  const push = isPush ? pushOf(fields, sha256(plaintext)) : undefined;
  return push && withWhole(push, plaintext, () => parseTree(plaintext, format));
}

/** Adds `raw` and `tree` to a push. A copy of it has neither. */
export const withWhole = (push: Push, raw: string, read: () => PushTree): Push =>
  Object.assign(new WholePush(raw, read), push);

/** Parses the tree only when it is asked for, because most pushes are handled by their fields alone. */
class WholePush {
  readonly #raw: string;
  readonly #read: () => PushTree;
  #tree: PushTree | undefined;

  constructor(raw: string, read: () => PushTree) {
    this.#raw = raw;
    this.#read = read;
  }

  get raw(): string {
    return this.#raw;
  }

  get tree(): PushTree {
    this.#tree ??= this.#read();
    return this.#tree;
  }
}

/** A push of these fields; undefined if sender, time or type are missing. */
export function pushOf(fields: PushFields, fingerprint: string): Push | undefined {
  if (fields.Encrypt !== undefined) return undefined;
  const [toUser, openId] = [fields.ToUserName?.trim(), fields.FromUserName?.trim()];
  const [type, createTime] = [typeOf(fields), secondsOf(fields.CreateTime?.trim() ?? "")];
  if (!toUser || !openId || !type || createTime === undefined || !/^[\w-]{1,128}$/.test(openId)) return undefined;
  const specific = specifics(type, fields);
  const key = keyOf(openId, specific, fingerprint);
  return { toUser, openId, createTime, type, fields, ...specific, key, fingerprint };
}

/** Maps the lower-case names to WeChat's own spelling. */
const inWechatsCase = (names: string): ReadonlyMap<string, string> =>
  new Map(names.split(/\s+/).map((name) => [name.toLowerCase(), name]));

const typeNames = inWechatsCase("event text image voice video shortvideo location link file miniprogrampage");
const eventNames = inWechatsCase(
  `subscribe unsubscribe SCAN CLICK VIEW LOCATION view_miniprogram scancode_push scancode_waitmsg pic_sysphoto
  pic_photo_or_album pic_weixin location_select TEMPLATESENDJOBFINISH MASSSENDJOBFINISH user_info_modified
  user_authorization_revoke user_authorization_cancellation`,
);

function typeOf({ MsgType = "" }: PushFields): string {
  const type = MsgType.trim();
  return typeNames.get(type) ?? typeNames.get(type.toLowerCase()) ?? type;
}

function eventOf({ Event }: PushFields): string | undefined {
  const event = Event?.trim();
  return event === undefined ? undefined : (eventNames.get(event.toLowerCase()) ?? event);
}

/** A `CreateTime` in whole seconds: some senders write milliseconds, or a number with a fraction. */
function secondsOf(written: string): number | undefined {
  if (!/^(?:\d{1,13}|\d{10,13}\.\d+|\d\.\d+[eE]\+?(?:0?9|1[012]))$/.test(written)) return undefined;
  const time = Number(written);
  return Math.floor(time < 1e12 ? time : time / 1000);
}

type Specifics = Pick<Push, "event" | "eventKey" | "ticket" | "content" | "msgId" | "menuId">;

function specifics(type: string, fields: PushFields): Specifics {
  if (type === "event") return given({ event: eventOf(fields), eventKey: fields.EventKey, ticket: fields.Ticket });
  const msgId = fields.MsgId?.trim();
  if (type !== "text") return given({ msgId });
  return given({ msgId, content: fields.Content, menuId: fields.bizmsgmenuid?.trim() });
}

function given(values: { [K in keyof Specifics]: string | undefined }): Specifics {
  const found: Specifics = {};
  let name: keyof Specifics;
  for (name in values) {
    const value = values[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

const keyOf = (openId: string, { msgId }: Specifics, fingerprint: string): string =>
  msgId && !/^0+$/.test(msgId) ? `m:${openId}:${msgId}` : `d:${fingerprint}`;
