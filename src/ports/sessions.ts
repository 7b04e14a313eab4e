import type { KnownBrowser, Strength } from "../domain/known-browser.ts";
import type { MiniProgramSession } from "../domain/mini-program.ts";
import type { Session, SessionEnd } from "../domain/session.ts";
import type { SigningKey } from "../domain/signing-key.ts";

export interface Sessions {
  /** False where there is a session of its attempt already; nothing is written then. */
  insert(session: Session): Promise<boolean>;
  get(id: string): Promise<Session | undefined>;
  byAttempt(attemptId: string): Promise<Session | undefined>;
  byToken(tokenHash: string): Promise<Session | undefined>;
  /** Marks the first use, once ever; true for the call that did. */
  use(id: string, at: number): Promise<boolean>;
  /**
   * Goes on with a live session of a cookie, in one statement, after its person has signed in again: with another token
   * and a new proof. False where it does not live any more, or is kept by tokens.
   */
  renew(id: string, renewal: Renewal, at: number): Promise<boolean>;
  /** Notes that its holder has proved who they are; false where it does not live. */
  prove(id: string, at: number): Promise<boolean>;
  /** Replaces the newest refresh token of a live session, in one statement; false where `from` is not the newest. */
  rotate(id: string, rotation: Rotation, at: number): Promise<boolean>;
  /** Ends it, once ever; true for the call that did. */
  end(id: string, end: SessionEnd, at: number): Promise<boolean>;
  /** Ends every live session that this identity signed in; how many there were. */
  endOfIdentity(appid: string, openId: string, end: SessionEnd, at: number): Promise<number>;
  /** Ends every live session of an account; how many there were. */
  endOfAccount(accountId: string, end: SessionEnd, at: number): Promise<number>;
}

/** What another sign-in of its person changes about a session. */
export type Renewal = Pick<
  Session,
  "tokenHash" | "channel" | "appid" | "openId" | "unionId" | "expiresAt" | "browserName" | "network" | "language"
>;

/** From one refresh token's hash to the next one's. */
export interface Rotation {
  readonly from: string;
  readonly to: string;
  readonly generation: number;
  readonly clientHash: string;
}

/** What access tokens are signed with. */
export interface SigningKeys {
  all(): Promise<SigningKey[]>;
  /** False where there is one of this name; nothing is written then. */
  insert(key: SigningKey): Promise<boolean>;
  /** Sets when it stops being published, where nothing had set it; false where there is no such key. */
  retire(kid: string, at: number): Promise<boolean>;
}

/** Which browsers have signed in as which accounts, at which applications. */
export interface Browsers {
  /** Whether it has, by a proof at least as strong, in the last 90 days before `now`, and was not forgotten since. */
  knows(known: KnownBrowser, strength: Strength, now: number): Promise<boolean>;
  /** The strongest proof stays; one that is 90 days old does not. */
  remember(known: KnownBrowser, strength: Strength, at: number): Promise<void>;
  /** The browser is a stranger to this account again, at this application. */
  forget(known: KnownBrowser): Promise<void>;
  /** The same at every application. */
  forgetEverywhere(browserHash: string, accountId: string): Promise<void>;
  /** Every browser is a stranger to this account again. */
  forgetAll(accountId: string): Promise<void>;
  /** Keeps `value` as the mark of this browser, in the place of the one before. */
  mark(browserHash: string, value: string, at: number): Promise<void>;
}

/** Who is signed in to the operator's mini-programs. */
export interface MiniProgramSessions {
  /** False where there is one of this token; nothing is written then. */
  insert(session: MiniProgramSession): Promise<boolean>;
}
