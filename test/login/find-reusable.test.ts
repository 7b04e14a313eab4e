import { expect, test } from "vitest";
import type { Attempt } from "../../src/domain/attempt.ts";
import { lifetime, worthShowing } from "../../src/domain/attempt-deadline.ts";
import { findReusableAttempt } from "../../src/login/start/find-reusable.ts";
import type { BrowserSlot } from "../../src/ports/attempts.ts";
import { sampleAttempt, scannedBy, slot } from "../../src/testing/store/samples.ts";
import { add, openMemory } from "./memory.ts";

const now = 10_000;
const pending = sampleAttempt("a", { expiresAt: now + 60_000 });
const scanned: Attempt = { ...scannedBy(pending, "person", 4), expiresAt: now + 60_000 };
const asking: Attempt = { ...scanned, status: "phone_required", pairing: "done" };

/** What a browser resumes that left this attempt behind, and what is stored after that. */
async function resumed(left: Attempt, wanted: Partial<Attempt> = {}, at: BrowserSlot = slot) {
  const { store } = await openMemory(now);
  await add(store, { attempts: [left] });
  return store.transact(async (stores) => ({
    found: await findReusableAttempt(stores, at, wanted),
    stored: await stores.attempts.get(left.id),
  }));
}

test("what waits for a scan is shown again while that is worth it", async () => {
  expect((await resumed(pending)).found).toEqual(pending);
  expect((await resumed({ ...pending, expiresAt: now + worthShowing + 1 })).found).toBeDefined();
  expect((await resumed({ ...pending, expiresAt: now + worthShowing })).found).toBeUndefined();
});

test("a scanned attempt is resumed until it has ended", async () => {
  expect((await resumed(scanned)).found).toEqual(scanned);
  expect((await resumed({ ...scanned, expiresAt: now + 1 })).found).toBeDefined();
  expect((await resumed({ ...scanned, expiresAt: now })).found).toBeUndefined();
});

test("an attempt is resumed for the session and the approval that it was begun for, and for no other", async () => {
  const begun = { sessionId: "s1", approves: "remove", approvesTarget: "one" } as const;
  for (const left of [pending, scanned]) {
    expect((await resumed({ ...left, ...begun }, begun)).found).toMatchObject(begun);
    for (const other of [{ sessionId: "s2" }, { approves: "restore" }, { approvesTarget: "two" }] as const)
      expect((await resumed({ ...left, ...begun }, { ...begun, ...other })).found).toBeUndefined();
  }
});

test("an attempt that began with an invitation is not shown to the next user of the page", async () => {
  expect((await resumed({ ...pending, invitation: "hash" })).found).toBeUndefined();
});

test("a grant that waits for terms is resumed for a minute; one that waits for its pairing for as long as that", async () => {
  const terms: Attempt = { ...scanned, status: "granted", terms: "asked" };
  const since = (ms: number) => now - ms + 600_000;
  expect((await resumed({ ...terms, expiresAt: since(lifetime.granted - 1) })).found).toBeDefined();
  expect((await resumed({ ...terms, expiresAt: since(lifetime.granted) })).found).toBeUndefined();
  const link: Attempt = { ...scanned, status: "granted", pairing: "code", expiresAt: now + 1 };
  expect((await resumed(link)).found).toEqual(link);
  expect((await resumed({ ...scanned, terms: "asked", expiresAt: now + 1 })).found).toBeDefined();
});

test("a sign-in that asks for a phone is paired once more before it continues", async () => {
  const { found, stored } = await resumed(asking);
  expect(found).toEqual({ ...asking, pairing: "code", version: asking.version + 1 });
  expect(stored).toEqual(found);
});

test("a pairing that is open stays, a change of phone keeps its own, and a typed code is not asked for again", async () => {
  const granted: Attempt = { ...asking, status: "granted" };
  expect((await resumed(granted)).found).toEqual(granted);
  const open: Attempt = { ...asking, pairing: "code" };
  expect((await resumed(open)).found).toEqual(open);
  const change: Attempt = { ...asking, purpose: "prove" };
  expect((await resumed(change, {}, { ...slot, purpose: "prove" })).found).toEqual(change);
  const typed: Attempt = { ...asking, channel: "official-account-code" };
  expect((await resumed(typed, {}, { ...slot, channel: "official-account-code" })).found).toBeUndefined();
});

test("a page of WeChat's leads back to where the browser is now; of other channels nothing is written", async () => {
  const at = { ...slot, channel: "open-platform" } as const;
  const page: Attempt = { ...pending, channel: "open-platform", returnTo: "https://shop.saoma.test/a" };
  const moved = await resumed(page, { returnTo: "https://shop.saoma.test/b" }, at);
  expect(moved.found).toEqual({ ...page, returnTo: "https://shop.saoma.test/b" });
  expect(moved.stored).toEqual(moved.found);
  expect((await resumed(page, {}, at)).found).toEqual(page);
  const qr = await resumed(pending, { returnTo: "https://shop.saoma.test/b" });
  expect(qr.found).toEqual(pending);
});
