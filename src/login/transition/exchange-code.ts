import { SaomaError } from "../../domain/errors.ts";
import { isCodeRefused, WechatError, WechatUnreachable } from "../../wechat/index.ts";
import type { LoginContext, Source } from "../context.ts";

/** Which exchange it is, for the log and for the client. */
export interface CodeExchange {
  readonly source: Pick<Source, "appid">;
  /** What is exchanged, as in "a code of wx.login". */
  readonly what: string;
  /** Errcodes that refuse this kind of code, besides those that refuse any. */
  readonly refusals?: ReadonlySet<number>;
  /** What the client is told of a refused code; default: the error's own text. */
  readonly message?: string;
}

/**
 * Asks WeChat what a code stands for. Outside of any transaction.
 *
 * @throws {SaomaError} `code_refused` where WeChat does not take the code, `channel_unavailable` where it gives no
 * usable answer.
 */
export async function exchangeOrThrow<T>(
  { log }: Pick<LoginContext, "log">,
  { source: { appid }, what, refusals, message }: CodeExchange,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof WechatError || error instanceof WechatUnreachable)) throw error;
    const errcode = error instanceof WechatError ? error.errcode : 0;
    if (isCodeRefused(errcode) || refusals?.has(errcode)) {
      log.info({ appid, errcode }, `WeChat does not take ${what}`);
      throw new SaomaError("code_refused", { ...(message === undefined ? {} : { message }), cause: error });
    }
    log.error({ err: error, appid }, `WeChat did not exchange ${what}`);
    throw new SaomaError("channel_unavailable", { cause: error });
  }
}
