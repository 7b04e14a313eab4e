// Signs administrators in to the console by their WeChat.
import { networkOf } from "../../base/ip-network.ts";
import type { AdminRight } from "../../domain/admin-key.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import {
  type ConsoleSession,
  consoleSessionLifetime,
  hashConsoleToken,
  newConsoleToken,
} from "../../domain/console-session.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Hit, Limit } from "../../ports/limits.ts";
import type { Stores } from "../../ports/store.ts";
import { channels } from "../channels/registry.ts";
import type { Application, LoginContext } from "../context.ts";
import { profileIn } from "../phone/bind-phone.ts";
import type { Start } from "../start/start.ts";
import type { StartRequest } from "../start/start-request.ts";
import { save } from "../transition/apply.ts";
import { firstSignIn } from "../transition/first-sign-in.ts";
import { administratorBy } from "../transition/grant-console.ts";
import { resolvablePerson } from "../transition/resolve-identity.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { isHolder } from "../watch/watch.ts";

/** A sign-in to the console that the browser began, with the claim that only this browser has. */
export interface ConsoleAttempt {
  readonly id: string;
  readonly claim: string;
}

/** The browser that begins a sign-in. All unknown addresses share one limit. */
type ConsoleClient = Pick<StartRequest, "userAgent" | "acceptLanguage" | "address">;

/** The sign-in to the console by WeChat: the attempt belongs to the console, whose browser keeps the claim. */
export interface ConsoleByWechat {
  /** Whether administrators are named, and an official account shows QRs. */
  readonly hasWechat: boolean;
  /**
   * Begins a sign-in; undefined if nobody can sign in by WeChat.
   * @throws {SaomaError} `rate_limited` after too many from this address, or from all together.
   */
  begin(client: ConsoleClient): Promise<ConsoleAttempt | undefined>;
  /** The sign-in of this claim; undefined for any other. */
  attempt(own: ConsoleAttempt): Promise<Attempt | undefined>;
  /** Exchanges a sign-in that was confirmed by number for the token of a session, once ever. */
  enterByWechat(own: ConsoleAttempt): Promise<string | undefined>;
}

const channel = "official-account-qr";

export function createConsoleByWechat(setup: LoginContext, start: Start): ConsoleByWechat {
  const application = [...setup.applications.values()].find((one) => showsQrs(setup, one));
  const hasWechat = application !== undefined && (setup.administrators ?? []).length > 0;
  return {
    hasWechat,
    async begin({ userAgent, acceptLanguage, address }) {
      if (!hasWechat) return undefined;
      await countBegun(setup, address);
      const request = {
        application: application.id,
        channel,
        purpose: "administer",
        userAgent,
        acceptLanguage,
        address,
      } as const;
      const { attempt, claim = "" } = await start(request);
      return { id: attempt.id, claim };
    },
    async attempt(own) {
      const attempt = await setup.store.read.attempt(own.id);
      return isOwn(attempt, own) ? advance(attempt, { type: "tick" }, setup.store.now()).attempt : undefined;
    },
    async enterByWechat(own) {
      const token = newConsoleToken(setup.random);
      const { isIn } = await transactAndPublish(setup, async (stores) => {
        const isIn = await enter(setup, stores, own, token);
        return { isIn, effect: isIn ? { hints: [own.id] } : {} };
      });
      return isIn ? token : undefined;
    },
  };
}

const perAddress: Limit = { times: 20, per: 3_600_000 };

/** Of all addresses together: less than a twentieth of the 100,000 QRs that WeChat gives an account in a day. */
const altogether: Limit = { times: 200, per: 3_600_000 };

/** Anybody who reaches the console may begin, and each sign-in draws a QR of the account that visitors scan, too. */
async function countBegun({ limits }: LoginContext, address: string | undefined): Promise<void> {
  allow(await limits.hit(`console-start:${networkOf(address)}`, perAddress));
  allow(await limits.hit("console-start", altogether));
}

function allow(hit: Hit): void {
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
}

/**
 * The right that a session has now; undefined if it has none, because its administrator was removed from the
 * configuration, suspended or deleted meanwhile.
 */
export async function currentRight(
  { store, administrators = [] }: LoginContext,
  { accountId, right }: ConsoleSession,
): Promise<AdminRight | undefined> {
  if (accountId === undefined) return right;
  const account = await store.read.account(accountId);
  if (!account || account.suspendedAt !== undefined) return undefined;
  return administrators.find((one) => one.account === accountId)?.right;
}

const showsQrs = ({ sources }: LoginContext, { channels: allowed, sources: appids }: Application): boolean =>
  (allowed?.includes(channel) ?? true) &&
  appids.some((appid) => {
    const source = sources.get(appid);
    return source !== undefined && channels[channel].suits(source) !== undefined;
  });

const isOwn = (attempt: Attempt | undefined, { claim }: ConsoleAttempt): attempt is Attempt =>
  attempt?.purpose === "administer" && isHolder(attempt, { claim });

/** Checks everything again that may have changed since the person confirmed. */
async function enter(setup: LoginContext, stores: Stores, own: ConsoleAttempt, token: string): Promise<boolean> {
  const before = await stores.attempts.get(own.id);
  if (!isOwn(before, own) || before.proof !== "number") return false;
  const { attempt, outcome } = advance(before, { type: "redeem" }, stores.now);
  if (outcome !== "moved") return false;
  const binding = await stores.phoneBindings.get(attempt.id);
  const { appid, openId = "" } = attempt;
  const seen = resolvablePerson(setup, appid, openId, binding ? profileIn(binding) : {});
  const found = await administratorBy(setup, stores, seen);
  if (found === undefined || found.account !== attempt.accountId) return false;
  // If the WeChat was linked and has not signed in since, its person was not asked yet whether the account is theirs.
  const { addedAt } = await firstSignIn(stores, { ...attempt, purpose: "sign-in" }, seen);
  if (addedAt !== undefined) return false;
  await save(stores, before, attempt);
  const { name, right, account: accountId } = found;
  const actor = `console (${name})`;
  const session = { hash: hashConsoleToken("session", token), kind: "session", actor, right, accountId } as const;
  const lasts = { createdAt: stores.now, expiresAt: stores.now + consoleSessionLifetime };
  await stores.consoleSessions.insert({ ...session, ...lasts });
  await stores.audit.append(
    { actor, action: "console.entered", accountId, after: { right, by: "WeChat" } },
    stores.now,
  );
  return true;
}
