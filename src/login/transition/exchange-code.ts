import { SaomaError } from "../../domain/errors.ts";
import { isCodeRefused, WechatError, WechatUnreachable } from "../../wechat/index.ts";
import type { LoginContext, Source } from "../context.ts";

/** The exchange, for the log and the client. */
export interface CodeExchange {
  readonly source: Pick<Source, "appid">;
  /** What is exchanged, as in "a code of wx.login". */
  readonly what: string;
  /** Further errcodes that refuse this kind of code. */
  readonly refusals?: ReadonlySet<number>;
  /** The message for the client if the code is refused; default: the error's own text. */
  readonly message?: string;
}

/**
 * Calls WeChat to exchange a code. Never call it inside a transaction.
 * @throws {SaomaError} `code_refused` if WeChat does not accept the code, `channel_unavailable` if it gives no usable
 * answer.
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
