/** `good`: no problem. `warning`: works, but should be looked at. `broken`: users cannot sign in. */
export type Level = "good" | "warning" | "broken";

/** A sentence in both languages, with `{…}` for values. */
export type Both = readonly [english: string, chinese: string];

/** A kind of finding, without its values. */
export interface Kind {
  readonly level: Level;
  /** What was found. */
  readonly message: Both;
  /** What to do about it. Absent if there is nothing to do. */
  readonly remedy?: Both;
}

/** A finding without a problem. */
export const good = (message: Both): Kind => ({ level: "good", message });
/** A finding that should be looked at. */
export const warning = (message: Both, remedy: Both): Kind => ({ level: "warning", message, remedy });
/** A finding that prevents users from signing in. */
export const broken = (message: Both, remedy: Both): Kind => ({ level: "broken", message, remedy });
