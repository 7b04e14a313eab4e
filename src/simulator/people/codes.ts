import { randomToken } from "../../base/bytes.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";

/** A code that a mini-program's page got for a person. Times are Unix seconds. */
export interface MiniProgramCode {
  readonly kind: "login" | "phone";
  readonly appid: string;
  /** The person's name in this world. */
  readonly person: string;
  readonly issuedAt: number;
  usedAt: number | undefined;
}

/** The codes of all mini-programs; the oldest are forgotten. Whoever exchanges one marks it with `usedAt`. */
export interface MiniProgramCodes {
  add(value: string, code: MiniProgramCode): void;
  get(value: string): MiniProgramCode | undefined;
}

const remembered = 20_000;

export function createMiniProgramCodes(): MiniProgramCodes {
  const codes = new Map<string, MiniProgramCode>();
  return {
    add(value, code) {
      codes.set(value, code);
      for (const oldest of codes.keys()) {
        if (codes.size <= remembered) break;
        codes.delete(oldest);
      }
    },
    get: (value) => codes.get(value),
  };
}

/** What `wx.login()` gives: 32 characters, good once, for five minutes. */
export function loginCode(sim: Simulation, person: Person, account: Account): string {
  return issued(sim, `0${randomToken(sim.random, 24).slice(1)}`, "login", person, account);
}

/** What the phone number button gives: 64 hexadecimal digits, good once, for five minutes. */
export function phoneCode(sim: Simulation, person: Person, account: Account): string {
  return issued(sim, Buffer.from(sim.random.bytes(32)).toString("hex"), "phone", person, account);
}

function issued(sim: Simulation, value: string, kind: MiniProgramCode["kind"], person: Person, account: Account) {
  const issuedAt = sim.clock.seconds();
  sim.miniProgramCodes.add(value, { kind, appid: account.appid, person: person.name, issuedAt, usedAt: undefined });
  return value;
}
