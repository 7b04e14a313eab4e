// One of several instances requests an access token from WeChat. The others read it from the database.
import { describe, expect, test } from "vitest";
import { createPostgresTokenLease } from "../../src/adapters/postgres/token-lease.ts";
import { setStage, start } from "../stage/stage.ts";
import { targetOf } from "../stage/use-postgres.ts";

describe("several instances that need an access token", () => {
  test("make one call to WeChat, though all of them start at once", async () => {
    const calls: string[] = [];
    const stage = await setStage({
      wechatFetch: (usual) => async (input, init) => {
        calls.push(String(input instanceof Request ? input.url : input));
        return usual(input, init);
      },
    });
    const first = stage.saoma;
    await stage.restartBeside();
    const second = stage.saoma;
    const starts = [first, second, first, second].map(async (one) => {
      const browser = stage.browser();
      stage.saoma = one;
      return start(browser, { channel: "official-account-qr" });
    });
    await Promise.all(starts);
    await first.close();
    await stage.close();
    expect(calls.filter((url) => url.includes("/cgi-bin/stable_token")).length).toBe(1);
  });

  test("wait for the one that asks WeChat, and only a few seconds for one that has stopped responding", async () => {
    const stage = await setStage();
    const lease = createPostgresTokenLease(await targetOf(String(stage.options.database?.url)));
    const order: string[] = [];
    const done = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const holder = lease.hold("wx1", async () => {
      asked.resolve();
      await done.promise;
      order.push("first");
    });
    await asked.promise;
    const other = lease.hold("wx1", async () => order.push("second"));
    await lease.hold("wx2", async () => order.push("another account"));
    done.resolve();
    await Promise.all([holder, other]);
    expect(order).toEqual(["another account", "first", "second"]);
    const frozen = Promise.withResolvers<void>();
    const still = lease.hold("wx1", () => frozen.promise);
    await lease.hold("wx1", async () => order.push("by itself"));
    expect(order.at(-1)).toBe("by itself");
    frozen.resolve();
    await still;
    await stage.close();
  });
});
