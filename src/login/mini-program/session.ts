import { randomToken } from "../../base/bytes.ts";
import { networkOf } from "../../base/ip-network.ts";
import { SaomaError } from "../../domain/errors.ts";
import {
  hashMiniProgramToken,
  type MiniProgramSession,
  miniProgramSessionLifetime,
} from "../../domain/mini-program.ts";
import type { Limit } from "../../ports/limits.ts";
import { masked } from "../../ports/log.ts";
import { type MiniProgramLogin, WechatError, WechatUnreachable } from "../../wechat/index.ts";
import type { LoginContext, MiniProgram } from "../context.ts";

/** Somebody who calls from a mini-program. */
export interface MiniProgramCall {
  /** Of the address that was called. */
  readonly appid: string;
  /** The bearer, as it was sent. */
  readonly token: string | undefined;
  /** The client's; absent where it is not known, and then it is not limited by it. */
  readonly address: string | undefined;
}

/** Trades the code of `wx.login` for a bearer, which is told this once. `code` works once, for 5 minutes. */
export async function signInToMiniProgram(
  setup: LoginContext,
  { appid, code, address }: Omit<MiniProgramCall, "token"> & { readonly code: string },
): Promise<{ readonly token: string; readonly lifetime: number }> {
  const miniProgram = setup.sources.get(appid)?.miniProgram;
  if (!miniProgram) throw new SaomaError("not_found");
  await limitAddress(setup, "mini-program-login", address, setup.limit.attemptsPerAddress);
  // The session key opens the person's data. Nothing here needs it: it ends with this call.
  const { openId, unionId } = await exchange(setup.log, appid, miniProgram, code);
  const token = randomToken(setup.random, 32);
  const person = { appid, openId, ...(unionId === undefined ? {} : { unionId }) };
  const tokenHash = hashMiniProgramToken(token);
  await setup.store.transact(({ miniProgramSessions, now }) =>
    miniProgramSessions.insert({ ...person, tokenHash, expiresAt: now + miniProgramSessionLifetime }),
  );
  setup.log.info({ appid, openid: masked(openId) }, "somebody signed in to a mini-program");
  return { token, lifetime: miniProgramSessionLifetime };
}

/** WeChat refuses the code or the person: wrong, of another account, used before, too old; 40226 for risky people. */
const codeRefused: ReadonlySet<number> = new Set([40029, 40163, 40226, 41008]);

const again = "WeChat does not take this code: it was used before or is too old. Call wx.login again.";

async function exchange(
  log: LoginContext["log"],
  appid: string,
  { login }: MiniProgram,
  code: string,
): Promise<MiniProgramLogin> {
  try {
    return await login(code);
  } catch (error) {
    if (error instanceof WechatError && codeRefused.has(error.errcode)) {
      log.info({ appid, errcode: error.errcode }, "WeChat does not take a code of wx.login");
      throw new SaomaError("code_refused", { message: again, cause: error });
    }
    if (!(error instanceof WechatError || error instanceof WechatUnreachable)) throw error;
    log.error({ err: error, appid }, "WeChat did not exchange a code of wx.login");
    throw new SaomaError("channel_unavailable", { cause: error });
  }
}

/** All calls of one address, in which many phones may share a network's. */
const callsPerAddress: Limit = { times: 1_200, per: 60_000 };

/** Who calls: the bearer's person, at the mini-program it was made for. */
export async function callerOf(
  setup: LoginContext,
  { appid, token, address }: MiniProgramCall,
): Promise<MiniProgramSession> {
  await limitAddress(setup, "mini-program", address, callsPerAddress);
  const session = token && (await setup.store.read.miniProgramSession(hashMiniProgramToken(token)));
  if (!session || session.appid !== appid || setup.store.now() >= session.expiresAt) {
    throw new SaomaError("session_needed");
  }
  await limit(setup, `mini-program:${appid}:${session.openId}`, setup.limit.pushesPerPerson);
  return session;
}

async function limitAddress(
  setup: LoginContext,
  what: string,
  address: string | undefined,
  most: Limit,
): Promise<void> {
  await limit(setup, `${what}:${networkOf(address)}`, most);
}

async function limit({ limits }: LoginContext, key: string, most: Limit): Promise<void> {
  const hit = await limits.hit(key, most);
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
}
