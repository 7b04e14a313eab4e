import { expect, test } from "vitest";
import { inspectSqlite } from "../../src/adapters/sqlite/inspect.ts";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { checkPeople } from "../../src/cli/doctor/check-people.ts";
import { worded } from "../../src/cli/doctor/findings.ts";
import { createSay } from "../../src/cli/say.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { sampleSession } from "../../src/testing/store/samples.ts";
import { folderWith } from "./saoma.ts";

const day = 86_400_000;
const now = Date.UTC(2026, 4, 1);

/** A database with members who have not signed in, one who was linked, and one who has signed in since before an update. */
async function inspected() {
  const path = `${folderWith({})}/saoma.db`;
  const store = await openSqliteStore({ path, clock: createFakeClock(now) });
  await store.transact(async ({ accounts, sessions }) => {
    const member = { name: "老会员", createdAt: 1_000 };
    await accounts.insert({ ...member, id: "recent", phone: "+8613800138001", phoneSeenAt: now - 89 * day });
    await accounts.insert({ ...member, id: "old", phone: "+8613800138002", phoneSeenAt: now - 91 * day });
    await accounts.insert({ ...member, id: "unsaid", phone: "+8613800138003" });
    await accounts.insert({ ...member, id: "here", phone: "+8613800138004" });
    await accounts.addIdentity({ appid: "wx1", openId: "o1", accountId: "here" });
    await accounts.addIdentity({ appid: "wx1", openId: "o2", accountId: "here", linkedBy: "a", linkedAt: 2_000 });
    await sessions.insert(sampleSession("s", { accountId: "here", createdAt: now, expiresAt: now + day }));
  });
  await store.close();
  return inspectSqlite(path, now);
}

const applications = (phoneMatch: "link" | "conflict") =>
  [{ policy: { newcomers: "bind-phone", phoneMatch } }] as unknown as Parameters<typeof checkPeople>[0]["applications"];

test("the doctor counts whom a configuration keeps out, and whom an update asks", async () => {
  const { people } = await inspected();
  expect(people).toEqual({ waiting: 3, stale: 2, linked: 1, strangers: 1, deadLetters: 0 });
  const said = (phoneMatch: "link" | "conflict") =>
    checkPeople({ applications: applications(phoneMatch) }, people)
      .map((finding) => worded(finding, createSay("en")))
      .map(({ level, message }) => `${level} ${message}`);
  expect(said("conflict")).toEqual([
    expect.stringMatching(/^warning 3 imported members wait to join by their phone, but the configuration/),
    expect.stringMatching(/^good 1 WeChats that were added/),
    expect.stringMatching(/^good 1 browsers signed in before an update/),
  ]);
  expect(said("link")[0]).toMatch(/^warning 2 members wait for a phone that was not seen in the last 90 days/);
  const nobody = { waiting: 0, stale: 0, linked: 0, strangers: 0, deadLetters: 0 };
  expect(checkPeople({ applications: applications("link") }, nobody)).toEqual([]);
  expect(checkPeople({ applications: [] }, { ...nobody, deadLetters: 2 })).toMatchObject([{ id: "webhooks.dead" }]);
});
