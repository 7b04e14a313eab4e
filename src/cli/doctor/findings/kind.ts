/** `good`: as it should be. `warning`: works, and should be looked at. `broken`: users cannot sign in by it. */
export type Level = "good" | "warning" | "broken";

/** A sentence in both languages; `{…}` is filled in. */
export type Both = readonly [english: string, chinese: string];

/** What the doctor can find, before it is filled in. */
export interface Kind {
  readonly level: Level;
  /** What was found. */
  readonly message: Both;
  /** What to do about it. Absent where there is nothing to do. */
  readonly remedy?: Both;
}

/** Something that is as it should be. */
export const good = (message: Both): Kind => ({ level: "good", message });
/** Something that works and should be looked at. */
export const warning = (message: Both, remedy: Both): Kind => ({ level: "warning", message, remedy });
/** Something that keeps users from signing in. */
export const broken = (message: Both, remedy: Both): Kind => ({ level: "broken", message, remedy });
