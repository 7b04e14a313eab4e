import { Refused } from "../refused.ts";
import type { Account } from "./accounts.ts";
import { openIdOf, phoneOf, unionIdOf } from "./identity.ts";
import { personChanges, personSchema } from "./person-schema.ts";
import type { PersonChanges, PersonSpec } from "./schema.ts";

/**
 * The sheet that a phone shows when a person scans the QR of an account that they do not follow. It keeps the scene of
 * the QR until it is closed; the account's own QR has none.
 */
export interface FollowSheet {
  readonly appid: string;
  readonly qr?: { readonly scene: string; readonly ticket: string };
}

export interface Person {
  readonly name: string;
  displayName: string;
  client: "phone" | "desktop";
  language: "zh-CN" | "en";
  /** Seed of a drawn picture, or the address of one. */
  avatar: string;
  /** The phone number without country code; null: none is bound. */
  phone: string | null;
  countryCode: string;
  readonly follows: Set<string>;
  sheet: FollowSheet | undefined;
  openId(appid: string): string;
  /**
   * The unionid, which is the same for all accounts of one Open Platform account; undefined if the account is not
   * bound.
   */
  unionId(account: Account): string | undefined;
  /** The ids that were given instead of derived, by appid and by Open Platform account. */
  readonly given: { readonly openIds: Record<string, string>; readonly unionIds: Record<string, string> };
}

export interface People {
  all(): Person[];
  /** Returns the person, or throws {@link Refused} with 404. */
  need(name: string): Person;
  /** Adds a person. Throws {@link Refused}: 400 with every issue, 409 if the name is taken. */
  add(person: unknown): Person;
  change(name: string, changes: PersonChanges): Person;
  remove(name: string): void;
  byOpenId(appid: string, openId: string): Person | undefined;
  byPhone(digits: string): Person | undefined;
}

const maxPeople = 10_000;

export function createPeople(specs: PersonSpec[]): People {
  const people = new Map(specs.map((spec) => [spec.name, createPerson(spec)]));
  const byOpenId = new Map<string, Map<string, Person>>();
  const all = (): Person[] => [...people.values()];
  const need = (name: string): Person => {
    const person = people.get(name);
    if (person === undefined) throw new Refused(404, `there is no person called ${name}`);
    return person;
  };
  return {
    all,
    need,
    add(given) {
      const parsed = personSchema.safeParse(given);
      if (!parsed.success) throw Refused.by(parsed.error, "the person is not valid");
      if (people.has(parsed.data.name)) throw new Refused(409, `there is already a person called ${parsed.data.name}`);
      if (people.size >= maxPeople) throw new Refused(409, `there are ${maxPeople} people already`);
      const person = createPerson(parsed.data);
      people.set(person.name, person);
      byOpenId.clear();
      return person;
    },
    change(name, changes) {
      const parsed = personChanges.partial().safeParse(changes);
      if (!parsed.success) throw Refused.by(parsed.error, "the person cannot be changed so");
      return Object.assign(need(name), parsed.data);
    },
    remove(name) {
      people.delete(need(name).name);
      byOpenId.clear();
    },
    byOpenId(appid, openId) {
      const known = byOpenId.get(appid) ?? new Map(all().map((person) => [person.openId(appid), person]));
      byOpenId.set(appid, known);
      return known.get(openId);
    },
    byPhone: (digits) =>
      all().find(
        ({ phone, countryCode }) => phone !== null && (digits === phone || digits === `${countryCode}${phone}`),
      ),
  };
}

function createPerson(spec: PersonSpec): Person {
  const { name, openIds, unionIds } = spec;
  const derived = new Map<string, string>();
  const openId = (appid: string): string => {
    const known = openIds[appid] ?? derived.get(appid) ?? openIdOf(appid, name);
    derived.set(appid, known);
    return known;
  };
  return {
    name,
    displayName: spec.displayName ?? name.slice(0, 30),
    client: spec.client,
    language: spec.language,
    avatar: spec.avatar ?? name,
    phone: spec.phone === undefined ? phoneOf(name) : spec.phone,
    countryCode: spec.countryCode ?? "86",
    follows: new Set(spec.follows),
    sheet: undefined,
    openId,
    unionId: ({ openPlatform }) =>
      openPlatform === null ? undefined : (unionIds[openPlatform] ?? unionIdOf(openPlatform, name)),
    given: { openIds, unionIds },
  };
}
