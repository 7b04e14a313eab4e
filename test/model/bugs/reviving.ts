import type { Bug } from "../bugs.ts";
import { atDoor, found, foundSession, inStore, taking } from "./faults.ts";

/** Bugs that reopen what has ended, or do not end it. */
export const reviving: readonly Bug[] = [
  {
    name: "a QR can be scanned after its deadline",
    stands: "an expiry that only the page knows",
    fault: found("byScene", taking("pending", "pending")),
  },
  {
    name: "a confirm counts after the deadline",
    stands: "a prompt that stays good for ever",
    fault: found("byPrompt", taking("scanned", "scanned")),
  },
  {
    name: "a grant is redeemed after its deadline",
    stands: "a result that waits for whoever comes",
    fault: found("get", taking("granted", "granted")),
  },
  {
    name: "an expired attempt is revived by its link",
    stands: "status tested for 'not declined' instead of 'waits for this'",
    fault: found("byPrompt", taking("expired", "scanned")),
  },
  {
    name: "a declined attempt can still be confirmed",
    stands: "'no' that is only a reply",
    fault: found("byPrompt", taking("declined", "scanned")),
  },
  {
    name: "a cancelled attempt can still be scanned",
    stands: "a refresh that leaves the old QR alive",
    fault: found("byScene", taking("cancelled", "pending")),
  },
  {
    name: "a refresh does not cancel",
    stands: "two live QRs of one browser",
    fault: inStore("attempts", ({ replace }) => ({
      replace: async (previous, next) => next.status === "cancelled" || replace(previous, next),
    })),
  },
  {
    name: "redeeming twice makes two sessions",
    stands: "check, then act: no unique session of an attempt",
    fault: {
      stores: (stores, world) => ({
        ...stores,
        attempts: {
          ...stores.attempts,
          get: async (id) => stores.attempts.get(id).then((one) => one && taking("redeemed", "granted")(one)),
        },
        sessions: {
          ...stores.sessions,
          async insert(session) {
            const others = world.rows.sessions.filter(({ attemptId }) => attemptId === session.attemptId).length;
            return stores.sessions.insert({
              ...session,
              id: session.id + others,
              attemptId: session.attemptId + "+".repeat(others),
            });
          },
        },
      }),
    },
  },
  {
    name: "redeeming again draws another token",
    stands: "a lost answer that signs out the one who got it, or leaves two tokens",
    fault: atDoor(({ redeem }, world) => ({
      async redeem(id, proof, options) {
        const isAgain = world.rows.sessions.some(({ attemptId }) => attemptId === id);
        const redeemed = await redeem(id, proof, options);
        return isAgain ? { ...redeemed, token: `${redeemed.token}2` } : redeemed;
      },
    })),
  },
  {
    name: "a session is handed out after its first use",
    stands: "a result that can be fetched from the history of a shared computer",
    fault: foundSession(({ firstUsedAt: _, ...session }) => session),
  },
  {
    name: "a session is handed out for ever",
    stands: "the same, without anybody having used it",
    fault: foundSession((session, { now }) => ({ ...session, createdAt: now })),
  },
  {
    name: "a session is handed out after sign-out",
    stands: "a browser that is signed in again by going back",
    fault: foundSession(({ endedAt: _, end: __, ...session }) => session),
  },
  {
    name: "signing out leaves the session alive",
    stands: "a sign-out that only deletes the cookie",
    fault: inStore("sessions", ({ end }) => ({ end: async (id, how, at) => how === "signed_out" || end(id, how, at) })),
  },
  {
    name: "an ended session is still good",
    stands: "a session checked for its deadline only",
    fault: {
      reads: (reads) => ({
        ...reads,
        async signedIn(tokenHash) {
          const found = await reads.signedIn(tokenHash);
          return found && { ...found, session: { ...found.session, endedAt: undefined as never } };
        },
      }),
    },
  },
  {
    name: "a new sign-in leaves the browser's old session alive",
    stands: "sessions nobody can end, because nobody has them",
    fault: atDoor(({ redeem }) => ({ redeem: (id, proof, { mode }) => redeem(id, proof, { mode }) })),
  },
  {
    name: "undo leaves the session",
    stands: "'not me' that changes words and nothing else",
    fault: inStore("sessions", ({ end }) => ({ end: async (id, how, at) => how === "undone" || end(id, how, at) })),
  },
  {
    name: "undo leaves the browser known",
    stands: "the phisher's browser needs no confirm the next time",
    fault: inStore("browsers", () => ({ forgetEverywhere: async () => {} })),
  },
  {
    name: "a browser that signed out is still known",
    stands: "A5: a borrowed computer that signs its last user in without a question",
    world: "one browser, twice",
    fault: inStore("browsers", () => ({ forget: async () => {} })),
  },
  {
    name: "unfollowing leaves the sessions where the source says it ends them",
    stands: "a policy that is read and not done",
    fault: inStore("sessions", () => ({ endOfIdentity: async () => 0 })),
  },
];
