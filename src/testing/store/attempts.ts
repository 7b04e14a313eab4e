// The contract of stores: attempts.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Attempt } from "../../domain/attempt.ts";
import { scanGrace } from "../../domain/attempt-deadline.ts";
import { behaviour, type ContractCase } from "../contract.ts";
import {
  insertAttempts,
  onStore,
  race,
  type StoreHarness,
  sampleAttempt,
  scannedBy,
  slot,
  winners,
} from "./samples.ts";

const whole: Attempt = {
  ...scannedBy(sampleAttempt("whole"), "person", 8),
  link: "https://wxaurl.cn/whole",
  reason: "by_person",
  status: "declined",
  accountId: "account",
  newcomer: false,
};

export const attemptCases: readonly ContractCase<StoreHarness>[] = [
  onStore("an attempt comes back as it went in, whether full or bare", async (store) => {
    const { browserHash: _, ...bare } = sampleAttempt("bare");
    await insertAttempts(store, bare, whole, sampleAttempt("newcomer", { newcomer: true }));
    deepEqual(await store.read.attempt("bare"), bare);
    deepEqual(await store.read.attempt("whole"), whole);
    equal((await store.read.attempt("newcomer"))?.newcomer, true);
    await store.transact(async ({ attempts }) => {
      deepEqual(await attempts.get("bare"), bare);
      deepEqual(await attempts.byScene("wx1", "scene of whole"), whole);
      equal(await attempts.get("none"), undefined);
      equal(await attempts.byScene("wx2", "scene of whole"), undefined);
    });
  }),

  onStore(
    "of attempts seen before, those that have changed and those that are gone are told by one query",
    async (store) => {
      const before = sampleAttempt("changed");
      await insertAttempts(store, sampleAttempt("same"), before, sampleAttempt("unseen"), whole);
      const after = scannedBy(before, "person", 8);
      ok(await store.transact(({ attempts }) => attempts.replace(before, after)));
      const seen = new Map([
        ...([sampleAttempt("same"), before, whole] as const).map(({ id, version }) => [id, version] as const),
        ["unseen", 0],
        ["none", 1],
        ["nul\0", 1],
      ]);
      const { attempts, gone } = await store.read.changed(seen);
      deepEqual(new Set(attempts), new Set([after, sampleAttempt("unseen")]));
      deepEqual(new Set(gone), new Set(["none", "nul\0"]));
      deepEqual(await store.read.changed(new Map()), { attempts: [], gone: [] });
      const many = new Map(Array.from({ length: 5_000 }, (_, index) => [`none ${index}`, 1] as const));
      equal((await store.read.changed(many)).gone.length, 5_000);
    },
  ),

  onStore("an id, or a scene of one source, is given once", async (store) => {
    await store.transact(async ({ attempts }) => {
      ok(await attempts.insert(sampleAttempt("a", { scene: "s" })));
      ok(!(await attempts.insert(sampleAttempt("a", { scene: "t" }))));
      ok(!(await attempts.insert(sampleAttempt("b", { scene: "s" }))));
      ok(await attempts.insert(sampleAttempt("c", { scene: "s", appid: "wx2" })));
      deepEqual(await attempts.byScene("wx1", "s"), sampleAttempt("a", { scene: "s" }));
      equal(await attempts.byScene("wx1", "t"), undefined);
      equal(await attempts.get("b"), undefined);
    });
  }),

  onStore("what was to end and has not is found by when it was made, the oldest first", async (store) => {
    const [now, made] = [1_000_000, 900_000];
    const at = (id: string, change: Partial<Attempt>) =>
      sampleAttempt(id, { createdAt: made, expiresAt: now, ...change });
    await insertAttempts(
      store,
      at("scanned", { status: "scanned", createdAt: made + 2 }),
      at("granted", { status: "granted", createdAt: made + 1 }),
      at("pending", { expiresAt: now - scanGrace }),
      at("made before", { status: "scanned", createdAt: made - 1 }),
      at("in its grace", { expiresAt: now - scanGrace + 1 }),
      at("waits", { status: "scanned", expiresAt: now + 1 }),
      at("over", { status: "declined" }),
    );
    const ids = async (limit: number) => (await store.read.overdueAttempts(made, now, limit)).map(({ id }) => id);
    deepEqual(await ids(9), ["pending", "granted", "scanned"]);
    deepEqual(await ids(2), ["pending", "granted"]);
  }),

  onStore("of 64 attempts with one scene, one is stored", async (store) => {
    const inserted = await race((index) =>
      store.transact(({ attempts }) => attempts.insert(sampleAttempt(`${index}`, { scene: "s" }))),
    );
    equal(winners(inserted), 1);
  }),

  onStore("replacing works on the version that was read, and on no other", async (store) => {
    const before = sampleAttempt("a");
    const { link: _, ...changed } = whole;
    const after = { ...changed, id: "a", scene: before.scene, content: before.content, claimHash: before.claimHash };
    await insertAttempts(store, before);
    await store.transact(async ({ attempts }) => {
      ok(await attempts.replace(before, after));
      ok(!(await attempts.replace(before, { ...after, version: 9 })));
      ok(!(await attempts.replace(sampleAttempt("none"), after)));
    });
    deepEqual(await store.read.attempt("a"), after);
  }),

  onStore("replacing takes away what the next one lacks", async (store) => {
    const { reason: _, newcomer: __, ...next } = { ...whole, version: whole.version + 1 };
    await insertAttempts(store, whole);
    ok(await store.transact(({ attempts }) => attempts.replace(whole, next)));
    deepEqual(await store.read.attempt("whole"), next);
  }),

  onStore("of 64 who replace one version, one does", async (store) => {
    const before = sampleAttempt("a");
    await insertAttempts(store, before);
    const replaced = await race((index) =>
      store.transact(({ attempts }) => attempts.replace(before, scannedBy(before, `person ${index}`, 4 * index))),
    );
    equal(winners(replaced), 1);
    const stored = await store.read.attempt("a");
    equal(stored?.openId, `person ${replaced.indexOf(true)}`);
    equal(stored?.version, 2);
  }),

  onStore(
    "a browser's pending attempt is the newest that is stored as pending, also after its deadline",
    async (store) => {
      const newest = sampleAttempt("b", { createdAt: 500, expiresAt: 501 });
      await insertAttempts(store, sampleAttempt("a"), newest, scannedBy(sampleAttempt("c"), "person", 4));
      await store.transact(async ({ attempts }) => {
        deepEqual(await attempts.pending(slot), newest);
        await attempts.replace(newest, scannedBy(newest, "person", 8));
        equal((await attempts.pending(slot))?.id, "a");
      });
    },
  ),

  onStore("a browser's pending attempt is of the same browser, application and source", async (store) => {
    await insertAttempts(store, sampleAttempt("a"));
    await store.transact(async ({ attempts }) => {
      equal(await attempts.pending({ ...slot, browserHash: "other" }), undefined);
      equal(await attempts.pending({ ...slot, applicationId: "other" }), undefined);
      equal(await attempts.pending({ ...slot, appid: "other" }), undefined);
    });
  }),

  onStore(
    "a browser's open attempt is the newest that was scanned and not redeemed, also after its deadline",
    async (store) => {
      const [a, b, c] = [sampleAttempt("a"), sampleAttempt("b"), sampleAttempt("c")];
      const scanned = { ...scannedBy(b, "person", 8), expiresAt: 1 };
      const granted = { ...scanned, status: "granted", version: 3 } as const;
      await insertAttempts(store, a, b, c);
      await store.transact(async ({ attempts }) => {
        equal(await attempts.open(slot), undefined);
        await attempts.replace(a, scannedBy(a, "person", 4));
        await attempts.replace(b, scanned);
        deepEqual(await attempts.open(slot), scanned);
        await attempts.replace(scanned, granted);
        deepEqual(await attempts.open(slot), granted);
        equal(await attempts.open({ ...slot, browserHash: "other" }), undefined);
        equal(await attempts.open({ ...slot, applicationId: "other" }), undefined);
        equal(await attempts.open({ ...slot, channel: "mini-program" }), undefined);
        await attempts.replace(granted, { ...granted, status: "redeemed", version: 4 });
        equal((await attempts.open(slot))?.id, "a");
      });
    },
  ),

  onStore("a prompt is found by the person it was given to, at their source", async (store) => {
    const first = scannedBy(sampleAttempt("a"), "person", 4);
    const second = scannedBy(sampleAttempt("b"), "person", 8);
    await insertAttempts(store, first, second, scannedBy(sampleAttempt("c"), "other", 4));
    await store.transact(async ({ attempts }) => {
      deepEqual(await attempts.byPrompt("wx1", "person", 4), first);
      deepEqual(await attempts.byPrompt("wx1", "person", 8), second);
      equal((await attempts.byPrompt("wx1", "other", 4))?.id, "c");
      equal(await attempts.byPrompt("wx1", "other", 8), undefined);
      equal(await attempts.byPrompt("wx2", "person", 4), undefined);
    });
  }),

  onStore("a person's latest scan is the one made last, not the attempt made or changed last", async (store) => {
    const [a, b, c] = [sampleAttempt("a"), sampleAttempt("b"), sampleAttempt("c")];
    await insertAttempts(store, a, b, c, sampleAttempt("never scanned"));
    await store.transact(async ({ attempts }) => {
      equal(await attempts.latestScan("wx1", "person"), undefined);
      await attempts.replace(c, scannedBy(c, "person", 12));
      await attempts.replace(b, scannedBy(b, "person", 4));
      await attempts.replace(a, scannedBy(a, "person", 8));
    });
    const scanned = scannedBy(b, "person", 4);
    const declined = { ...scanned, status: "declined", version: 3 } as const;
    await store.transact(async ({ attempts }) => {
      ok(await attempts.replace(scanned, declined));
      equal((await attempts.latestScan("wx1", "person"))?.id, "a");
      equal(await attempts.latestScan("wx2", "person"), undefined);
      equal(await attempts.latestScan("wx1", "other"), undefined);
    });
  }),

  behaviour("a person's latest scan stays so when the clock jumps back and the database is opened again", async (h) => {
    const first = await h.open();
    const [a, b] = [sampleAttempt("a"), sampleAttempt("b")];
    await insertAttempts(first, a, b);
    await first.transact(({ attempts }) => attempts.replace(b, scannedBy(b, "person", 4)));
    await first.close();
    h.clock.set(0);
    const second = await h.open();
    await second.transact(({ attempts }) => attempts.replace(a, scannedBy(a, "person", 8)));
    equal((await second.transact(({ attempts }) => attempts.latestScan("wx1", "person")))?.id, "a");
    await second.close();
  }),
];
