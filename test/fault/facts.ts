import { DatabaseSync } from "node:sqlite";
import type { Step } from "./gaps.ts";

/** The rows of one attempt and its person. */
export interface Facts {
  readonly status: string;
  readonly openId: string | null;
  readonly accountId: string | null;
  readonly prompt: number | null;
  /** Pushes of this person that have been answered. */
  readonly answers: number;
  /** Identities of this person, with their accounts. */
  readonly identities: number;
  /** All accounts. */
  readonly accounts: number;
  /** Sessions of this attempt. */
  readonly sessions: number;
  readonly firstUsedAt: number | null;
  readonly lastSignInAt: number | null;
}

const query = `
  select a.status, a.open_id as openId, a.account_id as accountId, a.prompt,
    (select count(*) from answers) as answers,
    (select count(*) from identities i join accounts c on c.id = i.account_id where i.open_id = $openId) as identities,
    (select count(*) from accounts) as accounts,
    (select count(*) from sessions where attempt_id = a.id) as sessions,
    (select first_used_at from sessions where attempt_id = a.id) as firstUsedAt,
    (select c.last_sign_in_at from accounts c join identities i on c.id = i.account_id where i.open_id = $openId)
      as lastSignInAt
  from attempts a where a.id = $id`;

/** Reads the committed data with a separate connection. */
export function readFacts(path: string, id: string, openId: string): Facts {
  using database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  const row = database.prepare(query).get({ id, openId });
  if (!row) throw new Error(`there is no attempt ${id}`);
  return { ...row } as unknown as Facts;
}

export type Written = "nothing" | "half" | "whole";

/** How many of the rows that a step writes have been written since `before`. */
export function writtenBy(step: Step, before: Facts, now: Facts, isGrantedByScan: boolean): Written {
  const parts = partsOf(step, before, now, isGrantedByScan);
  if (parts.every((part) => part)) return "whole";
  return parts.some((part) => part) ? "half" : "nothing";
}

function partsOf(step: Step, before: Facts, now: Facts, isGrantedByScan: boolean): boolean[] {
  const answered = now.answers > before.answers;
  // A newcomer's account is created at the redeem; an existing one is known before.
  const newAccount = before.identities === 1 ? [] : [now.identities === 1, now.accounts > before.accounts];
  const granted = [now.status === "granted", ...(before.identities === 1 ? [now.accountId !== null] : [])];
  if (step === "look") return [now.status === "granted"];
  if (step === "confirm") return [answered, ...granted];
  if (step === "session") return [now.firstUsedAt !== null];
  if (step === "redeem")
    return [now.status === "redeemed", now.sessions === 1, now.lastSignInAt !== before.lastSignInAt, ...newAccount];
  const scanned = [now.openId !== null, now.prompt !== null, now.status !== "pending"];
  return [answered, ...scanned, ...(isGrantedByScan ? granted : [])];
}

/** What must hold for the whole database at the end. */
export function readTotals(path: string) {
  using database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  const count = (what: string) => Number(database.prepare(`select count(*) as n from ${what}`).get()?.n);
  return {
    integrity: database.prepare("pragma integrity_check").get()?.integrity_check,
    redeemed: count("attempts where status = 'redeemed'"),
    sessions: count("sessions"),
    attemptsWithSessions: count("(select distinct attempt_id from sessions)"),
    accounts: count("accounts"),
    people: count("(select distinct open_id from identities)"),
  };
}
