import type { Attempt } from "../../../src/domain/attempt.ts";
import type { Session } from "../../../src/domain/session.ts";
import type { Login } from "../../../src/login/login.ts";
import type { Stores } from "../../../src/ports/store.ts";
import type { Fault, World } from "../service.ts";

/** A fault in one store of a transaction. */
export const inStore = <Name extends Exclude<keyof Stores, "now">>(
  name: Name,
  change: (right: Stores[Name], stores: Stores, world: World) => Partial<Stores[Name]>,
): Fault => ({
  stores: (stores, world) => ({ ...stores, [name]: { ...stores[name], ...change(stores[name], stores, world) } }),
});

/** A fault in one service of `login/`. */
export const atDoor = (change: (right: Login, world: World) => Partial<Login>): Fault => ({
  login: (login, world) => ({ ...login, ...change(login, world) }),
});

type Twist = (attempt: Attempt) => Attempt;

/** A push that looks up its attempt by scene gets it changed by `change`. */
export const found = (how: "byScene" | "byPrompt" | "latestScan" | "get", twist: Twist): Fault =>
  inStore("attempts", (right) => ({
    [how]: async (...by: never[]) => {
      const attempt = await (right[how] as (...by: never[]) => Promise<Attempt | undefined>)(...by);
      return attempt && twist(attempt);
    },
  }));

/** A redeem that looks up its session gets it changed by `change`. */
export const foundSession = (twist: (session: Session, world: World) => Session): Fault =>
  inStore("sessions", (right, _, world) => ({
    async byAttempt(attemptId) {
      const session = await right.byAttempt(attemptId);
      return session && twist(session, world);
    },
  }));

/** The attempt with the status `to` instead of `from`, and without a deadline. */
export const taking =
  (from: Attempt["status"], to: Attempt["status"]): Twist =>
  (attempt) =>
    attempt.status === from ? { ...attempt, status: to, expiresAt: Number.MAX_SAFE_INTEGER } : attempt;
