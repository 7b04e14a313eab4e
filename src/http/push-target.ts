import type { DatedNonce } from "../ports/inbox.ts";
import type { PushKeys, PushQuery } from "../wechat/index.ts";

/** The parts of a push's address. */
export interface PushTarget {
  readonly appid: string;
  readonly query: PushQuery;
  /** The query as it was written. */
  readonly search: string;
}

/** Tolerates repeated slashes and capital letters, which operators type into WeChat's console. */
const pathOfPush = /^(?:\w+:\/\/[^/?#]*)?\/+wechat\/+([^/?#]+)\/+push\/*(?:\?([^#]*))?(?:#|$)/i;

/** Reads the address of a push, either a full URL or its path with query; undefined for any other address. */
export function readTarget(url: string): PushTarget | undefined {
  const [, appid, query = ""] = pathOfPush.exec(url) ?? [];
  return appid === undefined ? undefined : { appid: appid.toLowerCase(), query: readQuery(query), search: query };
}

/** The normalized path of a push's address, for the router; undefined for any other address. */
export function routeOfPush(url: string): string | undefined {
  const [, appid] = pathOfPush.exec(url) ?? [];
  return appid === undefined ? undefined : `/wechat/${appid}/push`;
}

/** The nonce of a request whose signature does not cover its body, as in plain mode; otherwise undefined. */
export const plainNonceOf = ({ mode }: PushKeys, { timestamp, nonce = "" }: PushQuery): DatedNonce | undefined =>
  mode === "plain" ? { timestamp: Number(timestamp), nonce } : undefined;

/** The query of a push's address, for a server URL with another path. */
export function readPushQuery(url: string): Omit<PushTarget, "appid"> {
  const [, search = ""] = /\?([^#]*)/.exec(url) ?? [];
  return { query: readQuery(search), search };
}

const isRead = (name: string): name is keyof PushQuery => names.has(name);
/** `openid` is left out because the signature does not cover it. */
const names: ReadonlySet<string> = new Set<keyof PushQuery>([
  "signature",
  "msg_signature",
  "timestamp",
  "nonce",
  "encrypt_type",
  "echostr",
]);

/** If a parameter is repeated, the first one counts. */
function readQuery(text: string): PushQuery {
  const query: PushQuery = {};
  for (const part of text.split("&")) {
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    if (isRead(name)) query[name] ??= equals < 0 ? "" : decoded(part.slice(equals + 1));
  }
  return query;
}

/** Decodes a form-encoded value. A value that is not validly encoded is returned unchanged. */
function decoded(value: string): string {
  if (!value.includes("%") && !value.includes("+")) return value;
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return value;
  }
}
