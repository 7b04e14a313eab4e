// Two services on one PostgreSQL count an account's QRs of the day.
import { expect, test } from "vitest";
import { setStage, start } from "../stage/stage.ts";

test("what two services make counts together: the other one knows that the reserve is left", async () => {
  const stage = await setStage();
  const first = stage.saoma;
  await stage.restartBeside();
  const second = stage.saoma;
  // The QRs that former instances have made: all but the last hundred of the quota.
  const counted = "select count(*) as blocks from hits where key like 'qrs:%'";
  const key = `qrs:${stage.appid}:${Math.floor((stage.clock.now() + 8 * 3600_000) / 86_400_000)}`;
  const insert = "insert into hits (key, hit_at) select ?::text, ?::bigint from generate_series(1, 899)";
  await stage.rows(insert, key, stage.clock.now());
  stage.saoma = first;
  expect((await start(stage.browser())).channel).toBe("official-account-qr");
  await expect.poll(() => stage.rows(counted)).toEqual([{ blocks: 900 }]);
  stage.saoma = second;
  expect((await start(stage.browser())).channel).toBe("official-account-code");
  // For a minute the first instance uses the count that it read before.
  await stage.clock.advance(60_000);
  stage.saoma = first;
  expect((await start(stage.browser())).channel).toBe("official-account-qr");
  expect(await stage.rows(counted)).toEqual([{ blocks: 900 }]);
  await second.close();
  await stage.close();
});
