import type { Attempt } from "../../../src/domain/attempt.ts";
import { pairingCodeOf } from "../../../src/domain/pairing.ts";
import type { Stores } from "../../../src/ports/store.ts";
import type { Bug } from "../bugs.ts";
import { openIds } from "../scenario.ts";
import { modelKey } from "../service.ts";
import { atDoor, inStore } from "./faults.ts";

/** Attempts are stored as if no pairing were required. */
const unpaired = ({ pairing, ...attempt }: Attempt): Attempt =>
  pairing === undefined ? attempt : { ...attempt, pairing: "done" };

/** Adds a WeChat to the account before the user of the page has agreed. */
async function addAtOnce({ accounts }: Stores, { purpose, status, appid, openId, accountId }: Attempt) {
  if (purpose !== "link" || status !== "granted" || openId === undefined || accountId === undefined) return;
  await accounts.addIdentity({ appid, openId, accountId });
}

/** The person who scanned is taken for the person that the user of the page meant. */
export const unpairing: readonly Bug[] = [
  {
    name: "a link is written when it is granted",
    world: "a link is approved",
    stands: "A1: a stranger who scans the page's QR stays in the account, even after it was cancelled",
    fault: inStore("attempts", ({ replace }, stores) => ({
      async replace(previous, next) {
        await addAtOnce(stores, next);
        return replace(previous, next);
      },
    })),
  },
  {
    name: "a link waits for no pairing code",
    world: "a link is approved",
    stands: "A1: the page sees only `granted`, whoever scanned",
    fault: inStore("attempts", ({ replace }) => ({
      replace: (previous, next) => replace(previous, next.purpose === "link" ? unpaired(next) : next),
    })),
  },
  {
    name: "a phone is asked for before the page knows whose WeChat it is",
    world: "two newcomers, one phone",
    stands: "A4: a stranger scans first, the member types phone and code, and the stranger's WeChat opens the account",
    fault: inStore("attempts", ({ replace }) => ({
      replace: (previous, next) => replace(previous, next.status === "phone_required" ? unpaired(next) : next),
    })),
  },
  {
    name: "any six digits are the pairing code",
    world: "two newcomers, one phone",
    stands: "a code that is counted and not compared",
    fault: atDoor(({ pair }, world) => ({
      async pair(id, proof) {
        const attempt = world.rows.attempts.find((one) => one.id === id);
        return pair(id, proof, attempt ? { pairingCode: pairingCodeOf(modelKey, attempt) } : {});
      },
    })),
  },
  {
    name: "a session links without an approval",
    world: "a link is asked for",
    stands: "A1: whoever sits at a signed-in browser adds a WeChat of theirs",
    fault: {
      reads: (reads, world) => ({ ...reads, approval: async () => world.now }),
      ...inStore("approvals", (_, __, world) => ({ take: async () => world.rows.identities[0] })),
    },
  },
  {
    name: "an approval is good again and again",
    world: "one approval, two links",
    stands: "one yes, and any number of WeChats",
    fault: {
      reads: (reads, world) => ({ ...reads, approval: async () => world.rows.approvals.at(-1)?.approvedAt }),
      ...inStore("approvals", (_, __, world) => ({ take: async () => world.rows.approvals.at(-1) })),
    },
  },
  {
    name: "anybody's yes approves",
    world: "a link is asked for",
    stands: "the proof that one more WeChat is wanted, given by somebody who is not the account's",
    fault: inStore("accounts", ({ identity }, _, world) => ({
      async identity(appid, openId) {
        const known = await identity(appid, openId);
        const owner = world.rows.identities[0];
        return known ?? (openId === openIds[1] && owner ? { ...owner, openId } : undefined);
      },
    })),
  },
];
