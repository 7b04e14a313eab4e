// Tables of sessions, browsers and the signing keys of access tokens.
import type { Channel } from "../../../domain/attempt.ts";
import type { Strength } from "../../../domain/known-browser.ts";
import type { Language } from "../../../domain/language.ts";
import type { SessionEnd } from "../../../domain/session.ts";
import type { SigningAlgorithm } from "../../../domain/signing-key.ts";

export interface SessionTable {
  id: string;
  account_id: string;
  application_id: string;
  attempt_id: string;
  channel: Channel;
  appid: string;
  open_id: string;
  union_id: string | null;
  newcomer: 0 | 1;
  token_hash: string;
  created_at: number;
  expires_at: number;
  first_used_at: number | null;
  proven_at: number | null;
  ended_at: number | null;
  end_reason: SessionEnd | null;
  generation: number | null;
  rotated_at: number | null;
  client_hash: string | null;
  browser_hash: string | null;
  browser_name: string | null;
  network: string | null;
  language: Language | null;
}

export interface KnownBrowserTable {
  browser_hash: string;
  account_id: string;
  application_id: string;
  strength: Strength;
  used_at: number;
}

/** The account that a browser last signed in to, as a mark that cannot be traced to a person without the secret. */
export interface BrowserMarkTable {
  browser_hash: string;
  mark: string;
  marked_at: number;
}

export interface MiniProgramSessionTable {
  token_hash: string;
  appid: string;
  open_id: string;
  union_id: string | null;
  expires_at: number;
}

export interface SigningKeyTable {
  kid: string;
  algorithm: SigningAlgorithm;
  public_key: string;
  sealed_private_key: string;
  active_from: number;
  retires_at: number | null;
}
