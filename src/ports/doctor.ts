import type { Language } from "../domain/language.ts";

/** What the doctor found, in words. */
export interface DoctorWords {
  readonly message: string;
  /** What to do about it. Absent where there is nothing to do. */
  readonly remedy?: string;
}

/** One thing that the doctor found, in every language. */
export interface DoctorFinding {
  /** `good`: as it should be. `warning`: works, and should be looked at. `broken`: users cannot sign in by it. */
  readonly level: "good" | "warning" | "broken";
  words(language: Language): DoctorWords;
}

/**
 * Examines everything that sign-in depends on, and tells what it finds as it goes. Ends early, by an error, once
 * `signal` aborts.
 */
export type Doctor = (signal: AbortSignal) => AsyncIterable<readonly DoctorFinding[]>;
