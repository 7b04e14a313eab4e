import type { AccountChange } from "../../../src/domain/account-change.ts";
import { atDoor, inStore } from "../bugs/faults.ts";
import { openIds } from "../scenario.ts";
import type { Fault } from "../service.ts";

/** A rule of announced changes broken on purpose. The search must find a violation. */
interface ChangeBug {
  readonly name: string;
  readonly fault: Fault;
}

/** The sweep finds every open change of every account, due or not. */
const allDue: Fault["reads"] = (reads, world) => ({
  ...reads,
  dueChanges: async () => world.rows.changes.filter(({ endedAt }) => endedAt === undefined).map(({ id }) => id),
});

/** The identity that announced the change is taken for younger than every other. */
const byTheYoungest = (change: AccountChange | undefined): AccountChange | undefined =>
  change && { ...change, byLinkedAt: Number.MAX_SAFE_INTEGER };

export const changeBugs: readonly ChangeBug[] = [
  {
    name: "a change is done before its time",
    fault: {
      reads: allDue,
      ...inStore("accountChanges", ({ get }) => ({
        get: async (id) => {
          const change = await get(id);
          return change && { ...change, dueAt: 0 };
        },
      })),
    },
  },
  {
    name: "a change is done despite an objection",
    fault: inStore("accountChanges", ({ end }) => ({
      end: async (id, how, at) => how === "objected" || end(id, how, at),
    })),
  },
  {
    name: "a younger one objects",
    fault: inStore("accountChanges", ({ get, of }) => ({
      get: async (id) => byTheYoungest(await get(id)),
      of: async (accountId) => (await of(accountId)).flatMap((one) => byTheYoungest(one) ?? []),
    })),
  },
  {
    name: "“not mine” works from a younger one",
    fault: atDoor(({ receive }) => ({
      receive: ({ push, ...incoming }) =>
        receive({ ...incoming, push: push.content === "not mine" ? { ...push, openId: openIds[0] } : push }),
    })),
  },
  {
    name: "a change is done twice",
    fault: inStore("accountChanges", ({ end }) => ({
      end: async (id, how, at) => how === "done" || end(id, how, at),
    })),
  },
  {
    name: "a younger one removes an older one at once",
    fault: inStore("accounts", ({ identitiesOf }) => ({
      identitiesOf: async (accountId) =>
        (await identitiesOf(accountId)).map((one) => ({ ...one, linkedAt: Number.MAX_SAFE_INTEGER })),
    })),
  },
  {
    name: "a change that is due is forgotten",
    fault: { reads: (reads) => ({ ...reads, dueChanges: async () => [] }) },
  },
];
