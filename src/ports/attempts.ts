import type { Attempt } from "../domain/attempt.ts";
import type { LoggedAttempt } from "../domain/attempt-log.ts";
import type { ChatCode } from "../domain/chat-code.ts";

export interface Attempts {
  /**
   * False where its id, its (appid, scene) or, of one that has not ended, its code is taken; nothing is written then.
   */
  insert(attempt: Attempt): Promise<boolean>;
  get(id: string): Promise<Attempt | undefined>;
  byScene(appid: string, scene: string): Promise<Attempt | undefined>;
  /** The newest attempt whose code this is, in any status. */
  byCode(appid: string, codeHash: string): Promise<Attempt | undefined>;
  /** How many codes of this source are live at `now`, counted up to `most`. */
  liveCodes(appid: string, now: number, most: number): Promise<number>;
  /** The newest of the last 16 attempts of this slot that is stored as `pending`, also after its deadline. */
  pending(slot: BrowserSlot): Promise<Attempt | undefined>;
  /** The newest scanned attempt that no browser has redeemed, as stored, also after its deadline. */
  open(slot: BrowserSlot): Promise<Attempt | undefined>;
  /** The attempt whose prompt this person was given. */
  byPrompt(appid: string, openId: string, prompt: number): Promise<Attempt | undefined>;
  /** This person's attempts that wait for a confirm, for a phone or to be fetched, as stored. */
  openOf(appid: string, openId: string): Promise<Attempt[]>;
  /** The attempt this person scanned last of those with a prompt, in any status. */
  latestScan(appid: string, openId: string): Promise<Attempt | undefined>;
  /** Writes `next` where the stored version is still `previous.version`; false where it is not. */
  replace(previous: Attempt, next: Attempt): Promise<boolean>;
}

/** What makes two starts of one browser the same attempt. */
export type BrowserSlot = Required<Pick<Attempt, "browserHash" | "applicationId" | "channel" | "appid" | "purpose">>;

/** What happened to attempts, for the operator; kept for longer than the attempts. */
export interface AttemptLog {
  /**
   * Adds lines to the logs of these attempts, and notes what they came to. Nothing is written for an attempt that does
   * not exist, because its person may have been erased. A log that is full stays as it is.
   */
  write(attempts: readonly LoggedAttempt[]): Promise<void>;
}

/** What the chat gave people to type into a page. */
export interface ChatCodes {
  /**
   * Keeps it in the place of the person's others; false where there is one of this hash, and nothing is written then.
   */
  insert(code: ChatCode): Promise<boolean>;
  /**
   * Gives a live one to this attempt, once ever, and says whose it is; asked again, the same attempt hears the same.
   */
  take(appid: string, hash: string, attemptId: string, now: number): Promise<string | undefined>;
  /** How many of this source are live at `now`, counted up to `most`. */
  live(appid: string, now: number, most: number): Promise<number>;
}

/** Pictures that WeChat drew for an attempt, as data URIs; beside it, because watchers read the attempt often. */
export interface Pictures {
  /** False where the attempt has one; nothing is written then. */
  insert(attemptId: string, image: string, at: number): Promise<boolean>;
  get(attemptId: string): Promise<string | undefined>;
}
