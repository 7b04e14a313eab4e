import type { Bug } from "../bugs.ts";
import { PowerCut } from "../service.ts";
import { atDoor, inStore } from "./faults.ts";

/** Bugs that lose state, write it too early, or write half of it. */
export const forgetting: readonly Bug[] = [
  {
    name: "a duplicate push has a second effect",
    stands: "no memory of messages: a repeated '1' confirms the next attempt",
    fault: {
      ...inStore("inbox", () => ({ claim: async () => undefined })),
      login: (login, world) => ({
        ...login,
        async receive(incoming) {
          const before = world.rows.answers[`${incoming.source.appid} ${incoming.push.key}`];
          const received = await login.receive(incoming);
          return before ? { reply: before.reply === undefined ? undefined : JSON.parse(before.reply) } : received;
        },
      }),
    },
  },
  {
    name: "a duplicate push gets another reply",
    stands: "WeChat shows the reply of whichever delivery it likes",
    fault: inStore("inbox", ({ claim }) => ({
      claim: async (push) => (await claim(push)) && {},
    })),
  },
  {
    name: "the limit is looked at before the memory",
    stands: "a retry of what was done is told that it was one too many",
    fault: inStore("inbox", ({ claim }, _, world) => ({
      async claim(push) {
        const before = await claim(push);
        const reply = JSON.stringify({ type: "text", text: "操作太频繁了" });
        return before && Math.max(...world.hits) > 2 ? { reply } : before;
      },
    })),
  },
  {
    name: "a push is acknowledged before it is committed",
    stands: "'success' first, work later: a crash between loses the scan",
    fault: atDoor(({ receive }) => ({
      async receive(incoming) {
        try {
          return await receive(incoming);
        } catch (error) {
          if (error instanceof PowerCut) return { reply: undefined };
          throw error;
        }
      },
    })),
  },
  {
    name: "the memory of a push survives a rollback",
    stands: "half-written: the second delivery is taken for done",
    fault: { torn: (before, half) => ({ ...before, answers: half.answers }) },
  },
  {
    name: "a grant survives the rollback of its push",
    stands: "the account is made, the attempt is not granted",
    fault: { torn: (before, half) => ({ ...before, accounts: half.accounts, identities: half.identities }) },
  },
  {
    name: "a hint is sent from inside the transaction",
    stands: "a watcher reads before the commit and sees nothing, or what will be rolled back",
    fault: {
      setup: (setup) => ({
        ...setup,
        store: {
          ...setup.store,
          transact: (work) =>
            setup.store.transact((stores) =>
              work({
                ...stores,
                attempts: {
                  ...stores.attempts,
                  async replace(previous, next) {
                    setup.hints.publish(next.id);
                    return stores.attempts.replace(previous, next);
                  },
                },
              }),
            ),
        },
      }),
    },
  },
  {
    name: "a hint carries the truth",
    stands: "a late hint that takes the page back to an earlier state",
    fault: { shows: (_, hinted) => hinted },
  },
  {
    name: "a newcomer is created each time",
    stands: "two accounts of one person",
    fault: inStore("accounts", ({ findOrCreate }, _, world) => ({
      async findOrCreate(identity, fresh) {
        const there = world.rows.identities.some(({ openId }) => openId === identity.openId);
        if (!there) return findOrCreate(identity, fresh);
        await findOrCreate({ ...identity, appid: `${identity.appid}+` }, { ...fresh, id: `${fresh.id}+` });
        return { account: { ...fresh, id: `${fresh.id}+` }, created: true };
      },
    })),
  },
  {
    name: "a typed answer has no effect on the second attempt of a person",
    stands: "the first scan is remembered, and not the latest",
    fault: inStore("attempts", (_, __, world) => ({
      latestScan: async (_appid, openId) => world.rows.attempts.find((one) => one.openId === openId),
    })),
  },
  {
    name: "a refused newcomer gets an account",
    stands: "the account is made before the policy is asked",
    fault: inStore("accounts", ({ findOrCreate, identity }, stores) => ({
      async identity(appid, openId) {
        const known = await identity(appid, openId);
        if (!known) await findOrCreate({ appid, openId }, { id: `early ${openId}`, name: "", createdAt: stores.now });
        return known;
      },
    })),
  },
];
