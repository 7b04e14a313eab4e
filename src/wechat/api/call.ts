import { WechatError } from "../error.ts";
import type { TokenKeeper } from "../token.ts";
import { ask, type Line, type Question } from "./ask.ts";

/** Asks WeChat with the account's access token. */
export type Call = <T>(question: Question<T>) => Promise<T>;

const tokenRefused: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/**
 * Makes calls carry the keeper's token. One that WeChat refuses for its token is made once more with another.
 *
 * @throws as {@link ask} does.
 */
export const createCall =
  (line: Line, keeper: TokenKeeper): Call =>
  async (question) => {
    const askWith = (token: string) => ask(line, { ...question, query: { ...question.query, access_token: token } });
    const token = await keeper.token();
    try {
      return await askWith(token);
    } catch (error) {
      if (!(error instanceof WechatError && tokenRefused.has(error.errcode))) throw error;
      await keeper.rejected(token);
      return askWith(await keeper.token());
    }
  };
