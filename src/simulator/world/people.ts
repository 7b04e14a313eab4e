import { Refused } from "../refused.ts";
import { openIdOf } from "./identity.ts";
import type { PersonSpec } from "./schema.ts";

/** The sheet a phone shows when a non-follower scans an account's QR. It remembers the QR until it is closed. */
export interface FollowSheet {
  readonly appid: string;
  readonly scene: string;
  readonly ticket: string;
}

export interface Person {
  readonly name: string;
  readonly displayName: string;
  client: "phone" | "desktop";
  readonly follows: Set<string>;
  sheet: FollowSheet | undefined;
  openId(appid: string): string;
}

export interface People {
  all(): Person[];
  /** The person of that name, or {@link Refused} with 404. */
  need(name: string): Person;
}

export function createPeople(specs: PersonSpec[]): People {
  const people = new Map(specs.map((spec) => [spec.name, createPerson(spec)]));
  return {
    all: () => [...people.values()],
    need(name) {
      const person = people.get(name);
      if (person === undefined) throw new Refused(404, `nobody is called ${name}`);
      return person;
    },
  };
}

function createPerson({ name, displayName, client, openIds, follows }: PersonSpec): Person {
  return {
    name,
    displayName,
    client,
    follows: new Set(follows),
    sheet: undefined,
    openId: (appid) => openIds[appid] ?? openIdOf(appid, name),
  };
}
