import { openMaintenanceConnection, type Target } from "../../src/adapters/postgres/connection.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import type { Store } from "../../src/ports/store.ts";
import { account } from "../account.ts";
import { randomName, randomNameSql, sceneOf } from "./names.ts";

const hour = 3_600_000;
const minute = 60_000;

/**
 * Inserts the rows of a service that has run for a while: scans, answers and people, `rows` of each. A tenth of the
 * answers is old enough to be swept during the measurement.
 */
export async function insertOldRows(target: Target, rows: number, now: number): Promise<void> {
  const connection = await openMaintenanceConnection(target);
  const each = `from generate_series(1, ${rows}) i`;
  const [id, scene, person] = [randomNameSql("old id"), randomNameSql("old scene"), randomNameSql("old person", 27)];
  const key = `'d:' || ${randomNameSql("old key", 43)}`;
  const seconds = `${Math.floor(now / 1000)} - case when i % 10 = 0 then 1300 else 600 end`;
  const answered = `${now - 10 * minute} - case when i % 10 = 0 then ${12 * minute} else 0 end`;
  await connection.query(`
    insert into accounts (id, name, created_at) select ${randomNameSql("old account")}, '账号', ${now} ${each};
    insert into identities (appid, open_id, account_id)
      select '${account.appid}', 'o' || ${person}, ${randomNameSql("old account")} ${each};
    insert into attempts (id, application_id, channel, appid, purpose, claim_hash, browser_name, language, scene, content,
        created_at, status, version, expires_at, open_id, scan_seq, prompt)
      select ${id}, 'shop', 'official-account-qr', '${account.appid}', 'sign-in', ${id}, 'Chrome（macOS）', 'zh-CN', ${scene},
        'http://weixin.qq.com/q/' || ${scene}, ${now - 2 * hour} + i, 'expired', 3, ${now - hour}, 'o' || ${person}, i, i
      ${each};
    insert into answers (appid, key, created_at, reply, answered_at)
      select '${account.appid}', ${key}, ${seconds}, '{"type":"text","text":"…"}', ${answered} ${each};
    select setval('scan_order', ${rows + 1}, false)`);
  await connection.query("vacuum analyze");
  await connection.close();
}

const perInsert = 500_000;

/** Inserts accounts with one WeChat each, generated in SQL: ten million take minutes, and 4 GB. */
export async function insertAccounts(target: Target, count: number): Promise<void> {
  const connection = await openMaintenanceConnection(target);
  for (let from = 1; from <= count; from += perInsert) {
    const each = `from generate_series(${from}, ${Math.min(count, from + perInsert - 1)}) i`;
    await connection.query(`
      insert into accounts (id, name, created_at) select ${randomNameSql("many account")}, '账号', 1700000000000 ${each};
      insert into identities (appid, open_id, account_id)
        select '${account.appid}', 'o' || ${randomNameSql("many person", 27)}, ${randomNameSql("many account")} ${each}`);
  }
  await connection.close();
}

const perTransaction = 250;

/** Writes pending attempts `from` to `from + count`, each with a QR. */
export async function writeAttempts(store: Store, from: number, count: number): Promise<void> {
  for (let done = 0; done < count; done += perTransaction) {
    const until = Math.min(count, done + perTransaction);
    await store.transact(async ({ attempts, now }) => {
      for (let index = from + done; index < from + until; index++) await attempts.insert(attemptOf(index, now));
    });
  }
}

const attemptOf = (index: number, now: number): Attempt => ({
  id: randomName("id", index),
  applicationId: "shop",
  channel: "official-account-qr",
  appid: account.appid,
  purpose: "sign-in",
  claimHash: randomName("claim", index, 43),
  browserHash: randomName("browser", index, 43),
  browserName: "Chrome（macOS）",
  language: "zh-CN",
  scene: sceneOf(index),
  content: `http://weixin.qq.com/q/${sceneOf(index)}`,
  createdAt: now,
  status: "pending",
  version: 1,
  expiresAt: now + hour,
});
