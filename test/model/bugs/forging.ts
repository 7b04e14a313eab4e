import type { Policy } from "../../../src/domain/policy.ts";
import type { Bug } from "../bugs.ts";
import type { Fault } from "../service.ts";
import { atDoor, inStore } from "./faults.ts";

const withPolicy = (change: (policy: Policy) => Policy): Fault => ({
  setup: (setup) => ({
    ...setup,
    applications: new Map(
      [...setup.applications].map(([id, one]) => [id, { ...one, policy: change(one.policy) }] as const),
    ),
  }),
});

/** Bugs that let a transition happen without the act that it requires. */
export const forging: readonly Bug[] = [
  {
    name: "a scan grants although the policy is `always`",
    stands: "a policy that one path forgets: a relayed QR signs the phisher in",
    fault: withPolicy((policy) => ({ ...policy, confirm: policy.confirm === "always" ? "never" : policy.confirm })),
  },
  {
    name: "a newcomer is let in without the phone",
    stands: "a policy that one path forgets: accounts made by the thousand",
    fault: withPolicy((policy) => ({
      ...policy,
      newcomers: policy.newcomers === "bind-phone" ? "create" : policy.newcomers,
    })),
  },
  {
    name: "any six digits are the SMS's code",
    stands: "a code that is counted and not compared",
    fault: atDoor(({ enterOtp }, world) => ({
      enterOtp: (id, proof) =>
        enterOtp(id, proof, {
          otp: String(100 + world.rows.attempts.findIndex((one) => one.id === id)).padStart(6, "0"),
        }),
    })),
  },
  {
    name: "the code of an SMS is good for as long as the attempt",
    stands: "a deadline that is stored and not looked at",
    fault: inStore("phoneBindings", (right) => ({
      async get(attemptId) {
        const binding = await right.get(attemptId);
        return binding && { ...binding, otpExpiresAt: Number.MAX_SAFE_INTEGER };
      },
    })),
  },
  {
    name: "`always` is taken for `new-browser`",
    stands: "a stricter policy read as the default",
    fault: withPolicy((policy) => ({
      ...policy,
      confirm: policy.confirm === "always" ? "new-browser" : policy.confirm,
    })),
  },
  {
    name: "every browser is known",
    stands: "no confirm for anybody who has an account",
    fault: inStore("browsers", () => ({ knows: async () => true })),
  },
  {
    name: "a GET confirms",
    stands: "link previews and prefetchers that say yes",
    fault: atDoor(({ view }, world) => ({
      async view(id, proof) {
        const attempt = await view(id, proof);
        if (attempt.status !== "scanned") return attempt;
        const next = { ...attempt, status: "granted", version: attempt.version + 1 } as const;
        world.rows = { ...world.rows, attempts: world.rows.attempts.map((one) => (one.id === id ? next : one)) };
        return next;
      },
    })),
  },
  {
    name: "a nonce may sign another message",
    stands: "plaintext mode: who saw one push can say anything for five minutes",
    fault: inStore("inbox", () => ({ bindNonce: async () => true })),
  },
  {
    name: "a push of another source is taken",
    stands: "a scene looked up without its account: a test account signs in to production",
    fault: inStore("attempts", (_, __, world) => ({
      byScene: async (_appid, scene) => world.rows.attempts.find((one) => one.scene === scene),
    })),
  },
  {
    name: "a wrong answer counts as yes",
    stands: "anything but 'no' confirms",
    fault: atDoor(({ receive }) => ({
      receive: ({ push, ...rest }) =>
        receive({ ...rest, push: push.content === "2" ? { ...push, content: "1" } : push }),
    })),
  },
];
