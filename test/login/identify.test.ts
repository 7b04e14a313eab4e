import fc from "fast-check";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { type ResolvablePerson, resolveIdentity } from "../../src/login/transition/resolve-identity.ts";
import { createFakeClock } from "../../src/testing/index.ts";

const open = () => openSqliteStore({ path: ":memory:", clock: createFakeClock() });

/** Resolves these people in this order. Returns the account of each. */
async function see(sightings: readonly ResolvablePerson[]) {
  const store = await open();
  const taken: string[] = [];
  let fresh = 0;
  for (const seen of sightings) {
    const account = { id: `account ${++fresh}`, name: "somebody", createdAt: 1 };
    taken.push((await store.transact((stores) => resolveIdentity(stores, seen, account))).account.id);
  }
  const conflicts = await store.read.identityConflicts();
  await store.close();
  return { taken, conflicts };
}

const tea = { appid: "wx-tea", openId: "o-tea", platform: "yiye" };
const site = { appid: "wx-site", openId: "o-site", platform: "yiye" };
const bare = ({ appid, openId }: ResolvablePerson): ResolvablePerson => ({ appid, openId });
const union = { unionId: "union-1" };

test("a known unionId finds the account of another source", async () => {
  expect((await see([{ ...tea, ...union }, { ...site, ...union }, bare(site)])).taken).toEqual([
    "account 1",
    "account 1",
    "account 1",
  ]);
});

test("a unionId that comes late is written down where it is free", async () => {
  const { taken, conflicts } = await see([bare(tea), { ...tea, ...union }, { ...site, ...union }]);
  expect(new Set(taken)).toEqual(new Set(["account 1"]));
  expect(conflicts).toEqual([]);
});

test("a unionId that comes late and is another account's merges nothing, and is kept for the operator once", async () => {
  const late = { ...tea, ...union };
  const { taken, conflicts } = await see([bare(tea), { ...site, ...union }, late, late, { ...site, ...union }]);
  expect(taken).toEqual(["account 1", "account 2", "account 1", "account 1", "account 2"]);
  expect(conflicts).toMatchObject([{ ...late, accountId: "account 1", otherAccountId: "account 2" }]);
});

test("an identity that comes with another unionId than before keeps the first, and its account", async () => {
  const { taken, conflicts } = await see([
    { ...tea, ...union },
    { ...tea, unionId: "union-2" },
    { ...site, ...union },
  ]);
  expect(new Set(taken)).toEqual(new Set(["account 1"]));
  expect(conflicts).toMatchObject([{ unionId: "union-2", accountId: "account 1" }]);
  expect(conflicts[0]?.otherAccountId).toBeUndefined();
});

test("the same unionId on another platform, or on none, is another person's", async () => {
  const { taken, conflicts } = await see([
    { ...tea, ...union },
    { ...site, platform: "other", ...union },
    { appid: "wx-third", openId: "o-third", ...union },
  ]);
  expect(taken).toEqual(["account 1", "account 2", "account 3"]);
  expect(conflicts).toEqual([]);
});

test("a source that is bound to a platform later takes its people along", async () => {
  const { taken } = await see([
    { ...bare(tea), ...union },
    { ...tea, ...union },
    { ...site, ...union },
  ]);
  expect(new Set(taken)).toEqual(new Set(["account 1"]));
});

/** People with an identity at each of three sources. Some sightings include the unionId, which joins them. */
const sighting = fc
  .record({ person: fc.nat(2), source: fc.nat(2), told: fc.boolean() })
  .map(({ person, source, told }): ResolvablePerson => {
    const identity = { appid: `wx-${source}`, openId: `o-${person}-${source}` };
    return told ? { ...identity, platform: "yiye", unionId: `union-${person}` } : identity;
  });

test("in any order of sign-ins no identity moves, and one person has one account or is on the list", async () => {
  const orders = fc
    .array(sighting, { minLength: 1, maxLength: 14 })
    .chain((seen) => fc.tuple(fc.constant(seen), fc.shuffledSubarray(seen, { minLength: seen.length })));
  await fc.assert(
    fc.asyncProperty(orders, async ([seen, shuffled]) => {
      expect(await groups(shuffled)).toEqual(await groups(seen));
    }),
    { numRuns: 60 },
  );
});

/** The identities that belong together, by account or by a conflict. Any order of the same sightings must give the same. */
async function groups(seen: readonly ResolvablePerson[]): Promise<string[]> {
  const { taken, conflicts } = await see(seen);
  const accountOf = new Map<string, string>();
  seen.forEach(({ appid, openId }, index) => {
    const account = taken[index] ?? "";
    expect(accountOf.get(`${appid} ${openId}`) ?? account).toBe(account);
    accountOf.set(`${appid} ${openId}`, account);
  });
  const leader = new Map(taken.map((account) => [account, account]));
  const lead = (account: string): string => {
    const next = leader.get(account) ?? account;
    return next === account ? account : lead(next);
  };
  for (const { accountId, otherAccountId = accountId } of conflicts) leader.set(lead(accountId), lead(otherAccountId));
  const together = Object.groupBy(accountOf.keys(), (identity) => lead(accountOf.get(identity) ?? ""));
  for (const group of Object.values(together)) {
    expect(new Set(group?.map((identity) => identity.split("-")[2]?.split(" ")[0])).size).toBeLessThanOrEqual(1);
  }
  return Object.values(together)
    .map((group = []) => group.toSorted().join(", "))
    .toSorted();
}
