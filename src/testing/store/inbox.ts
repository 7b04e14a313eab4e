import { deepEqual, equal, ok } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness } from "./samples.ts";

export const inboxCases: readonly ContractCase<StoreHarness>[] = [
  onStore("the first answer to a push stands, with words or without", async (store) => {
    await store.transact(async ({ inbox }) => {
      equal(await inbox.answered("wx1", "push"), undefined);
      deepEqual(await inbox.answer("wx1", "push", { reply: "first" }, 1_000), { reply: "first" });
      deepEqual(await inbox.answer("wx1", "push", { reply: "second" }, 2_000), { reply: "first" });
      deepEqual(await inbox.answer("wx1", "push", {}, 2_000), { reply: "first" });
      deepEqual(await inbox.answer("wx1", "silent", {}, 1_000), {});
      deepEqual(await inbox.answer("wx1", "silent", { reply: "late" }, 2_000), {});
      deepEqual(await inbox.answer("wx1", "empty", { reply: "" }, 1_000), { reply: "" });
      deepEqual(await inbox.answered("wx1", "push"), { reply: "first" });
      deepEqual(await inbox.answered("wx1", "silent"), {});
      deepEqual(await inbox.answered("wx1", "empty"), { reply: "" });
      equal(await inbox.answered("wx2", "push"), undefined);
    });
  }),

  onStore("64 deliveries of a push get one answer", async (store) => {
    const answers = await race((index) =>
      store.transact(({ inbox }) => inbox.answer("wx1", "push", { reply: `${index}` }, 1_000)),
    );
    equal(new Set(answers.map(({ reply }) => reply)).size, 1);
    deepEqual(await store.transact(({ inbox }) => inbox.answered("wx1", "push")), answers[0]);
  }),

  onStore("a nonce is bound to one message of its source", async (store) => {
    await store.transact(async ({ inbox }) => {
      ok(await inbox.bindNonce("wx1", "nonce", "message", 1_000));
      ok(await inbox.bindNonce("wx1", "nonce", "message", 2_000));
      ok(!(await inbox.bindNonce("wx1", "nonce", "other", 2_000)));
      ok(await inbox.bindNonce("wx2", "nonce", "other", 2_000));
    });
  }),

  onStore("of 64 messages with one nonce, one may have it", async (store) => {
    const bound = await race((index) =>
      store.transact(({ inbox }) => inbox.bindNonce("wx1", "nonce", `message ${index}`, 1_000)),
    );
    equal(bound.filter(Boolean).length, 1);
  }),
];
