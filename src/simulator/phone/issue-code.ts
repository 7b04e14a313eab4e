import { randomToken } from "../../base/bytes.ts";
import type { MiniProgramCode } from "../people/codes.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";

/** Issues the code of `wx.login()`: 32 characters, valid once, for five minutes. */
export function loginCode(sim: Simulation, person: Person, account: Account): string {
  return issued(sim, `0${randomToken(sim.random, 24).slice(1)}`, "login", person, account);
}

/** Issues the code of the phone number button: 64 hexadecimal digits, valid once, for five minutes. */
export function phoneCode(sim: Simulation, person: Person, account: Account): string {
  return issued(sim, Buffer.from(sim.random.bytes(32)).toString("hex"), "phone", person, account);
}

function issued(sim: Simulation, value: string, kind: MiniProgramCode["kind"], person: Person, account: Account) {
  const issuedAt = sim.clock.seconds();
  sim.miniProgramCodes.add(value, { kind, appid: account.appid, person: person.name, issuedAt, usedAt: undefined });
  return value;
}
