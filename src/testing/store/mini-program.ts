// The contract of stores: sessions of mini-programs.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { MiniProgramSession } from "../../domain/mini-program.ts";
import { behaviour, type ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, winners } from "./samples.ts";

const session = (tokenHash: string, change: Partial<MiniProgramSession> = {}): MiniProgramSession => ({
  tokenHash,
  appid: "wx1",
  openId: "person",
  expiresAt: 100_000,
  ...change,
});

export const miniProgramCases: readonly ContractCase<StoreHarness>[] = [
  onStore("of 64 sessions of a mini-program with one token, one is stored and stands", async (store) => {
    const inserted = await race((index) =>
      store.transact(({ miniProgramSessions }) =>
        miniProgramSessions.insert(session("hash", { openId: `person ${index}` })),
      ),
    );
    equal(winners(inserted), 1);
    const openId = `person ${inserted.indexOf(true)}`;
    deepEqual(await store.read.miniProgramSession("hash"), session("hash", { openId }));
    equal(await store.read.miniProgramSession("none"), undefined);
  }),

  onStore("an attempt has one picture", async (store) => {
    await store.transact(async ({ pictures }) => {
      ok(await pictures.insert("attempt", "data:one", 1_000));
      ok(!(await pictures.insert("attempt", "data:two", 1_000)));
      equal(await pictures.get("attempt"), "data:one");
      equal(await pictures.get("another"), undefined);
    });
  }),

  behaviour("sessions of mini-programs and pictures outlive a restart, not their time", async ({ open }) => {
    const first = await open();
    await first.transact(async ({ miniProgramSessions, pictures }) => {
      await miniProgramSessions.insert(session("kept", { unionId: "union" }));
      await miniProgramSessions.insert(session("over", { expiresAt: 9 }));
      await pictures.insert("kept", "data:kept", 10);
      await pictures.insert("over", "data:over", 9);
    });
    await first.close();
    const second = await open();
    const { housekeeping } = second;
    deepEqual([await housekeeping.miniProgramSessions(10, 5), await housekeeping.pictures(10, 5)], [1, 1]);
    deepEqual([await housekeeping.miniProgramSessions(10, 5), await housekeeping.pictures(10, 5)], [0, 0]);
    await second.transact(async ({ pictures }) => {
      deepEqual([await pictures.get("kept"), await pictures.get("over")], ["data:kept", undefined]);
    });
    deepEqual(await second.read.miniProgramSession("kept"), session("kept", { unionId: "union" }));
    equal(await second.read.miniProgramSession("over"), undefined);
    await second.close();
  }),
];
