// Tables of pushes, nonces, limits and WeChat's access tokens.
import type { Generated } from "kysely";

/** A push that an instance relays to a backend. */
export interface RelayedPushTable {
  /** The `CreateTime` of the push, in Unix seconds. */
  created_at: number;
  appid: string;
  key: string;
  /** The random name of the instance that relays it. */
  holder: string;
  held_until: number;
}

export interface AnswerTable {
  /** The `CreateTime` of the push, in Unix seconds. */
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

/** The hits of durable limits. */
export interface HitTable {
  seq: Generated<number>;
  key: string;
  /** Hits with the same occasion count once. */
  occasion: string | null;
  hit_at: number;
}

export interface WechatTokenTable {
  appid: string;
  value: string;
  expires_at: number;
}
