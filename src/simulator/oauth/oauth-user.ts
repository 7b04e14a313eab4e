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
  /** The picture's address below `origin`, or wherever the person has it. */
  avatar: (origin: string) => string;
}

/** On a snapshot page, each person has another identity, which is always the same. */
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

/** A person who left the world takes their grants along. */
function personOf({ people }: Simulation, name: string) {
  try {
    return people.need(name);
  } catch (error) {
    throw error instanceof Refused ? snsFailure(40003) : error;
  }
}
