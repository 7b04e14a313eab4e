import { meaningOf } from "./errcode.ts";

/**
 * A call that WeChat refused with an errcode. Its message holds neither tokens nor addresses.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
export class WechatError extends Error {
  /** Always `WechatError`. */
  override name = "WechatError";
  /** The path of the call, as in `/cgi-bin/qrcode/create`. */
  readonly endpoint: string;
  /** WeChat's errcode: decide by this. */
  readonly errcode: number;
  /** WeChat's text without the request id. It changes: read it, do not compare it. */
  readonly errmsg: string;
  /** WeChat's request id, for questions to WeChat. */
  readonly rid?: string;
  /** What the errcode means, if known. */
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

/** Why there was no usable response: it was late, the connection failed, or the response has not the expected shape. */
export type UnreachableReason = "timeout" | "connection" | "answer";

/** A call without a usable response from WeChat, or from a proxy in between. Retry later. */
export class WechatUnreachable extends Error {
  /** Always `WechatUnreachable`. */
  override name = "WechatUnreachable";
  /** The path of the call. */
  readonly endpoint: string;
  /** Why there was no usable response. */
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
