// The contract of stores: codes.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Attempt } from "../../domain/attempt.ts";
import type { ChatCode } from "../../domain/chat-code.ts";
import { behaviour, type ContractCase } from "../contract.ts";
import { insertAttempts, onStore, race, type StoreHarness, sampleAttempt, scannedBy, winners } from "./samples.ts";

const coded = (id: string, codeHash: string, change: Partial<Attempt> = {}): Attempt =>
  sampleAttempt(id, { channel: "official-account-code", codeHash, codeDraw: 1, codeLength: 6, ...change });

const chatCode = (hash: string, change: Partial<ChatCode> = {}): ChatCode => ({
  appid: "wx1",
  hash,
  openId: "person",
  expiresAt: 100_000,
  ...change,
});

export const codeCases: readonly ContractCase<StoreHarness>[] = [
  onStore("a code is given to one live attempt of a source, and free again when that has ended", async (store) => {
    const first = coded("first", "hash");
    await store.transact(async ({ attempts }) => {
      ok(await attempts.insert(first));
      ok(!(await attempts.insert(coded("second", "hash"))));
      ok(await attempts.insert(coded("elsewhere", "hash", { appid: "wx2" })));
      ok(await attempts.replace(first, scannedBy(first, "person", 4)));
      ok(!(await attempts.insert(coded("third", "hash"))));
      deepEqual(await attempts.byCode("wx1", "hash"), scannedBy(first, "person", 4));
      ok(await attempts.replace(scannedBy(first, "person", 4), { ...first, status: "expired", version: 3 }));
      ok(await attempts.insert(coded("fourth", "hash")));
      deepEqual(await attempts.byCode("wx1", "hash"), coded("fourth", "hash"));
      equal(await attempts.byCode("wx1", "none"), undefined);
    });
  }),

  onStore("of 64 attempts with one code, one is stored", async (store) => {
    const inserted = await race((index) =>
      store.transact(({ attempts }) => attempts.insert(coded(`${index}`, "hash"))),
    );
    equal(winners(inserted), 1);
  }),

  onStore("the live codes of a source are counted, and no further than asked", async (store) => {
    await insertAttempts(
      store,
      coded("a", "1"),
      coded("b", "2"),
      coded("c", "3", { expiresAt: 1_000 }),
      sampleAttempt("d"),
      coded("e", "4", { appid: "wx2" }),
    );
    await store.transact(async ({ attempts }) => {
      equal(await attempts.liveCodes("wx1", 1_000, 10), 2);
      equal(await attempts.liveCodes("wx1", 999, 10), 3);
      equal(await attempts.liveCodes("wx1", 1_000, 1), 1);
      equal(await attempts.liveCodes("wx3", 1_000, 10), 0);
    });
  }),

  onStore("a code of the chat is taken by one attempt only, which may ask again", async (store) => {
    await store.transact(({ chatCodes }) => chatCodes.insert(chatCode("hash")));
    const taken = await race((index) =>
      store.transact(({ chatCodes }) => chatCodes.take("wx1", "hash", `attempt ${index}`, 1_000)),
    );
    equal(winners(taken.map((openId) => openId === "person")), 1);
    const winner = `attempt ${taken.indexOf("person")}`;
    await store.transact(async ({ chatCodes }) => {
      equal(await chatCodes.take("wx1", "hash", winner, 1_000), "person");
      equal(await chatCodes.take("wx1", "hash", "attempt 99", 1_000), undefined);
    });
  }),

  onStore("a code of the chat is of one source, ends in time, and gives way to the person's next", async (store) => {
    await store.transact(async ({ chatCodes }) => {
      ok(await chatCodes.insert(chatCode("old")));
      ok(!(await chatCodes.insert(chatCode("old", { openId: "other" }))));
      ok(await chatCodes.insert(chatCode("of another person", { openId: "other" })));
      equal(await chatCodes.live("wx1", 1_000, 10), 2);
      equal(await chatCodes.take("wx2", "old", "attempt", 1_000), undefined);
      equal(await chatCodes.take("wx1", "old", "attempt", 100_000), undefined);
      ok(await chatCodes.insert(chatCode("new")));
      equal(await chatCodes.take("wx1", "old", "attempt", 1_000), undefined);
      equal(await chatCodes.take("wx1", "new", "attempt", 1_000), "person");
      equal(await chatCodes.live("wx1", 1_000, 1), 1);
      equal(await chatCodes.live("wx1", 100_000, 10), 0);
    });
  }),

  behaviour("codes are there when the database is opened again, and forgotten when they are over", async ({ open }) => {
    const first = await open();
    await insertAttempts(first, coded("a", "hash", { number: 47, chosen: "auto" }));
    await first.transact(({ chatCodes }) => chatCodes.insert(chatCode("kept")));
    await first.transact(({ chatCodes }) => chatCodes.insert(chatCode("over", { openId: "other", expiresAt: 9 })));
    await first.close();
    const second = await open();
    deepEqual(await second.read.attempt("a"), coded("a", "hash", { number: 47, chosen: "auto" }));
    equal(await second.housekeeping.chatCodes(10, 5), 1);
    equal(await second.housekeeping.chatCodes(10, 5), 0);
    await second.transact(async ({ chatCodes }) => {
      equal(await chatCodes.take("wx1", "kept", "attempt", 1_000), "person");
    });
    await second.close();
  }),
];
