// What keeps pushes and calls to WeChat apart.
import type { Generated } from "kysely";

/** A push that an instance passes on to a backend. */
export interface RelayedPushTable {
  /** Of the push, in Unix seconds. */
  created_at: number;
  appid: string;
  key: string;
  /** The instance, by a name that it drew. */
  holder: string;
  held_until: number;
}

export interface AnswerTable {
  /** Of the push, in Unix seconds. */
  created_at: number;
  appid: string;
  key: string;
  reply: string | null;
  answered_at: number;
}

export interface NonceTable {
  /** In Unix seconds. */
  signed_at: number;
  appid: string;
  nonce: string;
  fingerprint: string;
}

/** What durable limits have counted. */
export interface HitTable {
  seq: Generated<number>;
  key: string;
  /** The same one counts once. */
  occasion: string | null;
  hit_at: number;
}

export interface WechatTokenTable {
  appid: string;
  value: string;
  expires_at: number;
}
