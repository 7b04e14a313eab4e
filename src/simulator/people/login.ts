import { ask } from "../phone/phones.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";

/**
 * A phone has scanned the QR of a website's login page: notifies the page, and asks the person. Returns the website;
 * undefined for a QR that expired, was used, or never existed.
 */
export function scanLogin(sim: Simulation, person: Person, uuid: string): Account | undefined {
  const { logins } = sim.oauth;
  const login = logins.get(uuid);
  if (login === undefined) return undefined;
  try {
    logins.scan(login, person);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  const { account } = login;
  ask(sim.phones.of(person.name), {
    kind: "login",
    account,
    answer: (allowed) => {
      logins.answer(login, person, allowed);
      return { kind: "login", appid: account.appid, allowed };
    },
  });
  return account;
}
