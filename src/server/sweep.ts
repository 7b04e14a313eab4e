// Deletes expired rows and carries out what is due, once a minute.
import type { Login } from "../login/login.ts";
import type { Parts } from "./assembly-parts.ts";

const sweepEvery = 60_000;

/** Starts to sweep. Returns a function that stops it. */
export function startSweeping(login: Login, { clock, log, closing }: Parts): () => void {
  const sweep = async () => {
    try {
      await login.sendLeftOver();
      await login.expireOverdue();
      await login.carryOutDue();
      // Runs before the attempts that it counts are deleted.
      await login.rollUp();
      const rows = await login.sweep();
      if (rows > 0) log.debug({ rows }, "deleted expired rows");
    } catch (error) {
      log.warn({ err: error }, "could not delete expired rows; will retry");
    }
    if (!closing.aborted) cancel = clock.after(sweepEvery, sweep);
  };
  login.sendLeftOver().catch((error: unknown) => log.warn({ err: error }, "could not read the outbox; will retry"));
  let cancel = clock.after(sweepEvery, sweep);
  return () => cancel();
}
