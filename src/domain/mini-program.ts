import { sha256 } from "../base/bytes.ts";

/** A person who is signed in to one of our mini-programs. The session is valid only for answering attempts there. */
export interface MiniProgramSession {
  /** The hash of the bearer, which is never stored. */
  readonly tokenHash: string;
  /** The mini-program whose code was exchanged for it. */
  readonly appid: string;
  readonly openId: string;
  /** Present if WeChat returned it. */
  readonly unionId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** How long a bearer is valid, in milliseconds: longer than any attempt. `wx.login` gives another one. */
export const miniProgramSessionLifetime = 3_600_000;

/** The stored form of a bearer. */
export const hashMiniProgramToken = (token: string): string => sha256("mini-program-token", token);
