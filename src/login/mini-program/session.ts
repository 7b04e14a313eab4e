// Signs the mini-program's page in with a code of `wx.login`, and finds the caller by its token.
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
import type { LoginContext } from "../context.ts";
import { exchangeOrThrow } from "../transition/exchange-code.ts";

/** The credentials of a call from a mini-program. */
export interface MiniProgramCall {
  /** The appid in the path of the request. */
  readonly appid: string;
  /** The bearer token of the request. */
  readonly token: string | undefined;
  /** The client's address; absent if unknown: such calls have no limit by address. */
  readonly address: string | undefined;
}

/** Exchanges the code of `wx.login` for a bearer, which is returned only here. `code` works once, for 5 minutes. */
export async function signInToMiniProgram(
  setup: LoginContext,
  { appid, code, address }: Omit<MiniProgramCall, "token"> & { readonly code: string },
): Promise<{ readonly token: string; readonly lifetime: number }> {
  const { openId, unionId } = await exchangeLoginCode(setup, { appid, code, address });
  const token = randomToken(setup.random, 32);
  const person = { appid, openId, ...(unionId === undefined ? {} : { unionId }) };
  const tokenHash = hashMiniProgramToken(token);
  await setup.store.transact(({ miniProgramSessions, now }) =>
    miniProgramSessions.insert({ ...person, tokenHash, expiresAt: now + miniProgramSessionLifetime }),
  );
  setup.log.info({ appid, openid: masked(openId) }, "signed in to a mini-program");
  return { token, lifetime: miniProgramSessionLifetime };
}

/** Exchanges the code of `wx.login` at WeChat for the person. A code of another mini-program is refused there. */
export async function exchangeLoginCode(
  setup: LoginContext,
  { appid, code, address }: Omit<MiniProgramCall, "token"> & { readonly code: string },
): Promise<MiniProgramPerson> {
  const miniProgram = setup.sources.get(appid)?.miniProgram;
  if (!miniProgram) throw new SaomaError("not_found");
  await limitAddress(setup, "mini-program-login", address, setup.limit.attemptsPerAddress);
  const exchange = { source: { appid }, what: "a code of wx.login", refusals, message };
  // The session key decrypts the person's data. It is not needed, and dropped at the end of this call.
  const { openId, unionId } = await exchangeOrThrow(setup, exchange, () => miniProgram.login(code));
  await limitPerson(setup, { appid, openId });
  return { appid, openId, ...(unionId === undefined ? {} : { unionId }) };
}

/** The person whom WeChat names for a code. */
export type MiniProgramPerson = Omit<MiniProgramSession, "tokenHash" | "expiresAt">;

const limitPerson = (setup: LoginContext, { appid, openId }: Pick<MiniProgramSession, "appid" | "openId">) =>
  limit(setup, `mini-program:${appid}:${openId}`, setup.limit.pushesPerPerson);

/** WeChat refuses the person as a risk. */
const refusals: ReadonlySet<number> = new Set([40226]);

const message = "WeChat does not take this code: it was used before or is too old. Call wx.login again.";

/** The limit for all calls from one address. Many phones may share a network's address. */
const callsPerAddress: Limit = { times: 1_200, per: 60_000 };

/** The person of a bearer, at the mini-program it was made for. */
export async function callerOf(
  setup: LoginContext,
  { appid, token, address }: MiniProgramCall,
): Promise<MiniProgramSession> {
  await limitAddress(setup, "mini-program", address, callsPerAddress);
  const session = token && (await setup.store.read.miniProgramSession(hashMiniProgramToken(token)));
  if (!session || session.appid !== appid || setup.store.now() >= session.expiresAt) {
    throw new SaomaError("session_needed");
  }
  await limitPerson(setup, session);
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
