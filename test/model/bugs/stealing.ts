import type { Attempt } from "../../../src/domain/attempt.ts";
import type { Proof } from "../../../src/domain/claim.ts";
import { hashClaim } from "../../../src/domain/claim.ts";
import type { Bug } from "../bugs.ts";
import { browserSecrets, claimOf } from "../scenario.ts";
import type { World } from "../service.ts";
import { atDoor, found, inStore } from "./faults.ts";

/** The right proof of the attempt, for a service that no longer checks it. */
function ownProof(world: World, id: string): Proof {
  const attempt = world.rows.attempts.find((one) => one.id === id);
  const browser = browserSecrets.findIndex((_, index) => hashClaim(claimOf(index, id)) === attempt?.claimHash);
  return { browserSecret: browserSecrets[browser] ?? "" };
}

const shows = (proof: Proof | undefined, text: string | undefined): boolean =>
  proof !== undefined && "claim" in proof && proof.claim === text;

const attemptOf = (world: World, id: string): Attempt | undefined => world.rows.attempts.find((one) => one.id === id);

/** The caller is taken for the person of the attempt. */
const anybodys = (attempt: Attempt | undefined, openId: string): Attempt | undefined =>
  attempt?.openId === undefined ? attempt : { ...attempt, openId };

/** Bugs that give a caller what belongs to somebody else. */
export const stealing: readonly Bug[] = [
  {
    name: "the claim is not checked at redeem",
    stands: "a session for whoever knows the attempt's id (the peers' most common advisory)",
    fault: atDoor(({ redeem }, world) => ({
      redeem: (id, _, options) => redeem(id, ownProof(world, id), options),
    })),
  },
  {
    name: "the scene fetches the result",
    stands: "polling by the value inside the QR, which everybody can read",
    fault: atDoor(({ redeem }, world) => ({
      redeem: (id, proof, options) =>
        redeem(id, shows(proof, attemptOf(world, id)?.scene) ? ownProof(world, id) : proof, options),
    })),
  },
  {
    name: "the attempt's id shows its state",
    stands: "an oracle for strangers: has my victim confirmed yet?",
    fault: atDoor(({ view }, world) => ({ view: (id, proof) => view(id, proof ?? ownProof(world, id)) })),
  },
  {
    name: "the stored hash of a claim is taken for the claim",
    stands: "pass the hash: a leaked database signs in",
    fault: atDoor(({ redeem }, world) => ({
      redeem: (id, proof, options) =>
        redeem(id, shows(proof, attemptOf(world, id)?.claimHash) ? ownProof(world, id) : proof, options),
    })),
  },
  {
    name: "any browser may cancel",
    stands: "a check at one door and not at the next",
    fault: atDoor(({ cancel }, world) => ({ cancel: (id) => cancel(id, ownProof(world, id)) })),
  },
  {
    name: "the second scanner overwrites the first",
    stands: "last scan wins: the one who confirms is not the one who scanned",
    fault: found("byScene", (attempt) => {
      const { openId: _, prompt: __, ...fresh } = attempt;
      return attempt.status === "scanned" ? { ...fresh, status: "pending" } : attempt;
    }),
  },
  {
    name: "another person's tap confirms",
    stands: "a prompt that is bound to the attempt, and not to its person",
    fault: inStore("attempts", ({ byPrompt, latestScan }, _, world) => ({
      async byPrompt(appid, openId, prompt) {
        const any = world.rows.attempts.find((one) => one.prompt === prompt);
        return (await byPrompt(appid, openId, prompt)) ?? anybodys(any, openId);
      },
      latestScan,
    })),
  },
  {
    name: "a typed answer means anybody's latest scan",
    stands: "one place for 'the sign-in that waits', shared by all",
    fault: inStore("attempts", (_, __, world) => ({
      latestScan: async (_appid, openId) =>
        anybodys(
          world.rows.attempts.findLast(({ status }) => status === "scanned"),
          openId,
        ),
    })),
  },
  {
    name: "a tap means the person's latest scan, whichever link it was",
    stands: "an old link that confirms a newer attempt",
    fault: inStore("attempts", ({ latestScan }) => ({
      byPrompt: (appid, openId) => latestScan(appid, openId),
    })),
  },
  {
    name: "a browser known for one account is known for all",
    stands: "a cookie that means 'trusted', and not 'trusted for whom'",
    fault: inStore("browsers", (_, __, world) => ({
      knows: async ({ browserHash }) => world.rows.known.some((known) => known.startsWith(`${browserHash} `)),
    })),
  },
  {
    name: "a browser known at one application is known at each",
    stands: "A5: one scan at a site that asks nobody, and no site asks any more",
    world: "two applications, of which one asks nobody",
    fault: inStore("browsers", (_, __, world) => ({
      knows: async ({ browserHash, accountId }) =>
        world.rows.known.some((known) => known.startsWith(`${browserHash} ${accountId} `)),
    })),
  },
  {
    name: "the claim is a session",
    stands: "one token for two purposes",
    fault: atDoor(({ session }, world) => ({
      async session(proof) {
        const token = "cookie" in proof ? proof.cookie : "";
        const attempt = world.rows.attempts.find(({ claimHash }) => claimHash === hashClaim(token));
        const row = world.rows.sessions.find(({ attemptId }) => attemptId === attempt?.id);
        const account = world.rows.accounts.find(({ id }) => id === row?.accountId);
        return row && account ? { account, session: row } : session(proof);
      },
    })),
  },
  {
    name: "a pending attempt of another application is handed out",
    stands: "an attempt used for what it was not started for",
    fault: inStore("attempts", (_, __, world) => ({
      pending: async ({ browserHash }) =>
        world.rows.attempts.findLast((one) => one.status === "pending" && one.browserHash === browserHash),
    })),
  },
  {
    name: "a phone is bound without asking whose it is",
    world: "the phone is an account's already",
    stands: "an account taken over, or doubled, by a number",
    fault: inStore("accounts", () => ({ byPhone: async () => undefined })),
  },
];
