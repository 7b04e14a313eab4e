import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { hashClaim } from "../../src/domain/claim.ts";
import { hashInvitation } from "../../src/domain/invitation.ts";
import { pairingCodeOf } from "../../src/domain/pairing.ts";
import { enterInvitation } from "../../src/login/accounts/enter-invitation.ts";
import type { LoginContext } from "../../src/login/context.ts";
import { isPhoneRequired } from "../../src/login/phone/phone-required.ts";
import { type PairingAnswer, pair } from "../../src/login/transition/pair.ts";
import { sampleAttempt, scannedBy } from "../../src/testing/store/samples.ts";
import { add, addAccounts, contextOf, openMemory } from "./memory.ts";

const now = 10_000;
const key = new Secret("a key of the tests, long enough for them");
const claimed = sampleAttempt("a", { claimHash: hashClaim("claim"), expiresAt: now + 60_000 });
const waiting: Attempt = {
  ...scannedBy(claimed, "person", 4),
  status: "granted",
  pairing: "code",
  expiresAt: now + 60_000,
};
const code = pairingCodeOf(key, waiting);
const wrong = code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));

/** A service with this attempt. Its limits refuse nothing unless `refuses` says so. */
async function service(attempt: Attempt, refuses?: string, meanwhile?: Attempt) {
  const { store } = await openMemory(now);
  await addAccounts(store, "account");
  await add(store, { attempts: [attempt] });
  const published: string[] = [];
  const hit = async (name: string) => {
    if (meanwhile && name === "invitation:a")
      await store.transact(({ attempts }) => attempts.replace(attempt, meanwhile));
    return name === refuses ? { allowed: false, retryAfter: 1_500 } : { allowed: true };
  };
  const setup = contextOf({
    store,
    key,
    hints: { publish: (id) => void published.push(id), subscribe: () => () => {} },
    failureLimiter: { hit } as unknown as LoginContext["failureLimiter"],
    limits: { hit } as unknown as LoginContext["limits"],
  });
  const stored = () => store.read.attempt("a");
  return { setup, store, published, stored, answer: (given: PairingAnswer) => pair(setup, "a", given) };
}

test("a page is paired by the code that only the chat was told", async () => {
  const { answer, stored, published } = await service(waiting);
  await expect(answer({})).rejects.toMatchObject({ code: "pairing_required" });
  await expect(answer({ agreed: true })).rejects.toMatchObject({ code: "pairing_required" });
  expect(published).toEqual([]);
  await answer({ pairingCode: code });
  expect(await stored()).toMatchObject({ pairing: "done", status: "granted" });
  expect(published).toEqual(["a"]);
  await answer({});
});

test("wrong pairing codes are counted, and the third ends the attempt", async () => {
  const { answer, stored, published } = await service(waiting);
  for (const tries of [1, 2]) {
    await expect(answer({ pairingCode: wrong })).rejects.toMatchObject({ code: "wrong_pairing_code" });
    expect(await stored()).toMatchObject({ pairingTries: tries, status: "granted" });
  }
  await expect(answer({ pairingCode: wrong })).rejects.toMatchObject({ code: "wrong_pairing_code" });
  expect(await stored()).toMatchObject({ pairingTries: 3, status: "declined", reason: "wrong_pairing_code" });
  expect(published).toEqual(["a", "a", "a"]);
  await expect(answer({ pairingCode: code })).rejects.toMatchObject({ code: "attempt_ended" });
});

test("where no chat can tell a code, the page's holder agrees, and a code is no answer", async () => {
  const { answer, stored } = await service({ ...waiting, pairing: "agree" });
  for (const given of [{}, { agreed: false }, { pairingCode: code }])
    await expect(answer(given)).rejects.toMatchObject({ code: "pairing_required" });
  await answer({ agreed: true });
  expect(await stored()).toMatchObject({ pairing: "done" });
});

test("an attempt without a pairing needs none, and an unknown one or one that is over has none", async () => {
  const { answer, setup } = await service(claimed);
  await answer({ pairingCode: wrong });
  await expect(pair(setup, "none", {})).rejects.toMatchObject({ code: "attempt_not_found" });
  const over = await service({ ...waiting, expiresAt: now });
  await expect(over.answer({ pairingCode: code })).rejects.toMatchObject({ code: "attempt_ended" });
});

test("a phone is asked for, was asked for, or never was", () => {
  const isRequired = (status: Attempt["status"]) => isPhoneRequired({ ...claimed, status });
  expect(isRequired("phone_required")).toBe(true);
  for (const status of ["granted", "redeemed"] as const) expect(isRequired(status)).toBe(false);
  for (const [status, reason] of [
    ["pending", "phone_not_asked"],
    ["scanned", "phone_not_asked"],
    ["declined", "attempt_ended"],
    ["expired", "attempt_ended"],
  ] as const)
    expect(() => isRequired(status)).toThrow(expect.objectContaining({ code: reason }));
});

const typed = "ABCD2345EFGH";
const address = "203.0.113.7";

/** Types an invitation to the account into the page of this attempt. */
async function invited(attempt: Attempt, { text = typed, claim = "claim", refuses = "" } = {}, meanwhile?: Attempt) {
  const { setup, store, published, stored } = await service(attempt, refuses, meanwhile);
  const invitation = {
    hash: hashInvitation(key, typed),
    accountId: "account",
    createdAt: 1,
    validFrom: 1,
    expiresAt: now + 1,
  };
  await store.transact(({ invitations }) => invitations.insert(invitation));
  const entered = await enterInvitation(setup, "a", { claim }, { code: text, address });
  return { entered, published, stored: await stored(), hash: invitation.hash };
}

test("an invitation is noted with the attempt, once", async () => {
  const { entered, published, stored, hash } = await invited(claimed, { text: " abcd-2345-efgh " });
  expect(entered).toEqual({ ...claimed, invitation: hash, version: claimed.version + 1 });
  expect([stored, published]).toEqual([entered, ["a"]]);
  const again = await invited({ ...claimed, invitation: hash });
  expect(again.entered).toEqual({ ...claimed, invitation: hash });
});

test.each<[string, Attempt, Parameters<typeof invited>[1], string]>([
  ["of a proof", { ...claimed, purpose: "prove" }, {}, "invalid_request"],
  ["on WeChat's own page", { ...claimed, channel: "open-platform" }, {}, "invalid_request"],
  ["after a scan", waiting, {}, "attempt_answered"],
  ["after the end", { ...claimed, status: "cancelled" }, {}, "attempt_ended"],
  ["of somebody else's claim", claimed, { claim: "other" }, "attempt_not_found"],
  ["that is none", claimed, { text: "ABCD" }, "wrong_invitation"],
  ["that nobody made", claimed, { text: "ABCD2345EFGJ" }, "wrong_invitation"],
  ["after too many of this attempt", claimed, { refuses: "invitation:a" }, "rate_limited"],
  ["after too many of this address", claimed, { refuses: `invitation:${address}` }, "rate_limited"],
])("an invitation %s is refused", async (_, attempt, how, reason) => {
  const { code: said, retryAfter } = await invited(attempt, how).then(
    () => ({ code: "accepted", retryAfter: 0 }),
    (error: { code: string; retryAfter?: number }) => error,
  );
  expect(said).toBe(reason);
  if (reason === "rate_limited") expect(retryAfter).toBe(2);
});

test("an invitation is refused if a WeChat answers while the try is counted", async () => {
  const scanned = { ...scannedBy(claimed, "person", 4), expiresAt: now + 60_000 };
  await expect(invited(claimed, {}, scanned)).rejects.toMatchObject({ code: "attempt_answered" });
  await expect(invited(claimed, {}, { ...scanned, status: "cancelled" })).rejects.toMatchObject({
    code: "attempt_ended",
  });
});
