import { createSaoma, type Saoma } from "saoma";
import config from "./saoma.config.ts";

const kept = globalThis as { saoma?: Saoma };

/** One for the whole process, however often Next loads this module, and none while it builds. */
export const saoma = (): Saoma => (kept.saoma ??= createSaoma(config));

/**
 * The visitor's address, for the limits. It is the last one of the header: the one that your proxy saw and wrote. What
 * stands before it, or comes where there is no proxy, visitors may have written themselves.
 */
const addressOf = (request: Request): string => request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";

/** Answers Saoma's own paths. */
export const answer = (request: Request): Promise<Response> => saoma().fetch(request, { address: addressOf(request) });

/**
 * Lets go of the browsers that wait, and closes the database, on SIGTERM and Ctrl-C. Next would exit before that were it
 * not for `NEXT_MANUAL_SIG_HANDLE` in package.json.
 */
export function closeWhenStopped(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      await kept.saoma?.close();
      process.exit();
    });
  }
}
