// Signs operators in to the console by one-time links, and knows their sessions.
import type { AdminRight } from "../../domain/admin-key.ts";
import {
  type ConsoleSession,
  consoleFreshFor,
  consoleLinkLifetime,
  consoleSessionLifetime,
  hashConsoleToken,
  newConsoleToken,
} from "../../domain/console-session.ts";
import type { LoginContext } from "../context.ts";
import { currentRight } from "./console-by-wechat.ts";
import type { By } from "./end-sessions.ts";

/** The sign-in of the operator's console: a link from the command line, which is exchanged once for a session. */
export interface Console {
  /** Creates a link for an operator of this name. Its code is returned only here. */
  link(name: string, right: AdminRight, by: By): Promise<string>;
  /** Exchanges the code of a link for the token of a session, once ever. */
  enter(code: string): Promise<string | undefined>;
  /** The session of a token; `isFresh`: its link was opened, or its number picked, a few minutes ago. */
  session(token: string): Promise<(ConsoleSession & { readonly isFresh: boolean }) | undefined>;
  leave(token: string): Promise<void>;
  /** Everybody's links and sessions that have not expired, the oldest first. */
  list(): Promise<readonly ConsoleSession[]>;
  /** Ends the sessions of this name, and its links that nobody has opened; how many. */
  end(name: string, by: By): Promise<number>;
}

/** The name in the audit of who is in the console. */
const actorOf = (name: string): string => `console (${name})`;

export const createConsole = (setup: LoginContext): Console => ({
  async link(name, right, { actor }) {
    const code = newConsoleToken(setup.random);
    const hash = hashConsoleToken("link", code);
    await setup.store.transact(async ({ consoleSessions, audit, now }) => {
      const link = { hash, kind: "link", actor: actorOf(name), right, createdAt: now } as const;
      await consoleSessions.insert({ ...link, expiresAt: now + consoleLinkLifetime });
      await audit.append({ actor, action: "console.link", target: name, after: { right } }, now);
    });
    return code;
  },
  async enter(code) {
    const token = newConsoleToken(setup.random);
    const isIn = await setup.store.transact(async ({ consoleSessions, audit, now }) => {
      const link = await consoleSessions.take(hashConsoleToken("link", code));
      if (!link || link.expiresAt <= now) return false;
      const { actor, right } = link;
      const session = {
        hash: hashConsoleToken("session", token),
        kind: "session",
        actor,
        right,
        createdAt: now,
      } as const;
      await consoleSessions.insert({ ...session, expiresAt: now + consoleSessionLifetime });
      await audit.append({ actor, action: "console.entered", after: { right } }, now);
      return true;
    });
    return isIn ? token : undefined;
  },
  async session(token) {
    const session = await setup.store.read.consoleSession(hashConsoleToken("session", token));
    const now = setup.store.now();
    const right = session && session.expiresAt > now ? await currentRight(setup, session) : undefined;
    return session && right && { ...session, right, isFresh: session.createdAt > now - consoleFreshFor };
  },
  leave: (token) =>
    setup.store.transact(
      async ({ consoleSessions }) => void (await consoleSessions.take(hashConsoleToken("session", token))),
    ),
  list: () => setup.store.read.consoleSessions(setup.store.now()),
  end: (name, { actor }) =>
    setup.store.transact(async ({ consoleSessions, audit, now }) => {
      const ended = await consoleSessions.endBy(actorOf(name));
      if (ended > 0) await audit.append({ actor, action: "console.ended", target: name, after: { ended } }, now);
      return ended;
    }),
});
