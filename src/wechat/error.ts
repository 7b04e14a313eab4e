import { meaningOf } from "./errcode.ts";

/** WeChat answered a call with an errcode. Its message holds neither tokens nor addresses. */
export class WechatError extends Error {
  override name = "WechatError";
  /** The path of the call, such as `/cgi-bin/qrcode/create`. */
  readonly endpoint: string;
  /** WeChat's code. The one thing to decide by. */
  readonly errcode: number;
  /** WeChat's text without the request id. Unstable: to read, not to compare. */
  readonly errmsg: string;
  /** WeChat's id of the request, to ask them by. */
  readonly rid?: string;
  /** The errcode in our words, where we know it. */
  readonly meaning?: string;

  /** @param answered WeChat's `errmsg` as it came, ending in ` rid: …` or `, rid: …`. */
  constructor(endpoint: string, errcode: number, answered: string) {
    const { errmsg, rid } = withoutRid(answered.slice(0, maxLength));
    const meaning = meaningOf(errcode);
    super(`${endpoint} answered ${errcode}${meaning ? ` (${meaning})` : ""}: ${errmsg}${rid ? ` [rid ${rid}]` : ""}`);
    this.endpoint = endpoint;
    this.errcode = errcode;
    this.errmsg = errmsg;
    if (rid !== undefined) this.rid = rid;
    if (meaning !== undefined) this.meaning = meaning;
  }
}

/** Why there was no usable answer: late, no connection, or not what the endpoint answers. */
export type UnreachableReason = "timeout" | "connection" | "answer";

/** WeChat, or what stands in for it, gave no usable answer. Worth trying again later. */
export class WechatUnreachable extends Error {
  override name = "WechatUnreachable";
  /** The path of the call. */
  readonly endpoint: string;
  readonly reason: UnreachableReason;

  constructor(endpoint: string, reason: UnreachableReason, detail: string) {
    super(`no usable answer from ${endpoint}: ${detail}`);
    this.endpoint = endpoint;
    this.reason = reason;
  }
}

const maxLength = 500;

function withoutRid(answered: string): { errmsg: string; rid?: string } {
  const suffix = /,? rid: ([\w-]{1,64})$/.exec(answered);
  return suffix?.[1] === undefined ? { errmsg: answered } : { errmsg: answered.slice(0, suffix.index), rid: suffix[1] };
}
