import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import { openIdOf, pictureOf, unionIdOf } from "../world/identity.ts";
import { snsFailure } from "./failure.ts";
import type { Grant } from "./grants.ts";

/** A person as an account may see them through OAuth. */
export interface OauthUser {
  openId: string;
  unionId: string | undefined;
  nickname: string;
  /** The address of the picture: below `origin`, or the person's own address. */
  avatar: (origin: string) => string;
}

/** The user of a grant. On a snapshot page each person has a virtual identity, which is always the same. */
export function oauthUserOf(sim: Simulation, grant: Grant): OauthUser {
  const person = personOf(sim, grant.person);
  const account = sim.accounts.need(grant.appid);
  if (grant.isSnapshot) {
    const name = `snapshot ${person.name}`;
    const unionId = account.openPlatform === null ? undefined : unionIdOf(account.openPlatform, name);
    return { openId: openIdOf(account.appid, name), unionId, nickname: "微信用户", avatar: drawn(name, name) };
  }
  return {
    openId: person.openId(account.appid),
    unionId: person.unionId(account),
    nickname: person.displayName,
    avatar: /^https?:/.test(person.avatar) ? () => person.avatar : drawn(person.name, person.avatar),
  };
}

const drawn =
  (name: string, seed: string) =>
  (origin: string): string =>
    `${origin}/mmopen/vi_32/${pictureOf(name, seed)}/132`;

/** The person of a grant. If the person was removed, the grant is invalid. */
function personOf({ people }: Simulation, name: string) {
  try {
    return people.need(name);
  } catch (error) {
    throw error instanceof Refused ? snsFailure(40003) : error;
  }
}
