import type { DatedNonce } from "../ports/inbox.ts";
import type { PushKeys, PushQuery } from "../wechat/index.ts";

/** What a push's address says. */
export interface PushTarget {
  readonly appid: string;
  readonly query: PushQuery;
}

/** Consoles have it with a slash too many, and with capitals, in the appid mostly. */
const pathOfPush = /^(?:\w+:\/\/[^/?#]*)?\/+wechat\/+([^/?#]+)\/+push\/*(?:\?([^#]*))?(?:#|$)/i;

/** What the address of a push says, whole or from its path on; undefined for any other address. */
export function readTarget(url: string): PushTarget | undefined {
  const [, appid, query = ""] = pathOfPush.exec(url) ?? [];
  return appid === undefined ? undefined : { appid: appid.toLowerCase(), query: readQuery(query) };
}

/** The path of a push's address as it is routed, however it was written; undefined for any other address. */
export function routeOfPush(url: string): string | undefined {
  const [, appid] = pathOfPush.exec(url) ?? [];
  return appid === undefined ? undefined : `/wechat/${appid}/push`;
}

/** What signed a request, where its signature does not cover the body, which is plain mode. */
export const plainNonceOf = ({ mode }: PushKeys, { timestamp, nonce = "" }: PushQuery): DatedNonce | undefined =>
  mode === "plain" ? { timestamp: Number(timestamp), nonce } : undefined;

/** What the address of a push says beside its path, for a server URL of another form. */
export const readPushQuery = (url: string): PushQuery => readQuery(/\?([^#]*)/.exec(url)?.[1] ?? "");

const isRead = (name: string): name is keyof PushQuery => names.has(name);
/** `openid` is not among them: the URL is not signed. */
const names: ReadonlySet<string> = new Set<keyof PushQuery>([
  "signature",
  "msg_signature",
  "timestamp",
  "nonce",
  "encrypt_type",
  "echostr",
]);

/** A parameter given twice is taken at its first. */
function readQuery(text: string): PushQuery {
  const query: PushQuery = {};
  for (const part of text.split("&")) {
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    if (isRead(name)) query[name] ??= equals < 0 ? "" : decoded(part.slice(equals + 1));
  }
  return query;
}

/** As a form writes it; what is not so encoded is taken as it stands. */
function decoded(value: string): string {
  if (!value.includes("%") && !value.includes("+")) return value;
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return value;
  }
}
