import { sha256 } from "../base/bytes.ts";

/** A person who is signed in to a mini-program of ours: good for answering attempts there, and for nothing else. */
export interface MiniProgramSession {
  /** Of the bearer; it is never stored. */
  readonly tokenHash: string;
  /** The mini-program whose code was traded for it. */
  readonly appid: string;
  readonly openId: string;
  /** Present where WeChat gave it. */
  readonly unionId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** How long a bearer is good for, in milliseconds: longer than any attempt, and `wx.login` gives another. */
export const miniProgramSessionLifetime = 3_600_000;

/** How a bearer is kept. */
export const hashMiniProgramToken = (token: string): string => sha256("mini-program-token", token);
