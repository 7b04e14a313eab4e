import { afterEach, expect, test } from "vitest";
import { visitConsole } from "./console-visit.ts";
import { type AdminStage, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

test("people who seem to have two accounts are listed, and a line's text cannot run code", async () => {
  stage = await setAdminStage();
  const ask = await visitConsole(stage, "read");
  expect((await ask("/people")).text).toContain('href="/console/people/conflicts"');
  expect((await ask("/people/conflicts")).text).toContain("No user appears to have two accounts.");
  for (const id of ["u1", "u2"])
    await stage.saoma.people.import([{ id, person: { appid: stage.appid, openId: `o${id}` } }], { dryRun: false });
  await stage.rows(
    "insert into identity_conflicts (appid, open_id, account_id, platform, union_id, other_account_id, noticed_at) " +
      "values ('wx1', '<b>o1</b>', 'u1', 'main', 'union', 'u2', 1000)",
  );
  const { text } = await ask("/people/conflicts");
  expect(text).toContain('href="/console/people/u1"');
  expect(text).toContain('href="/console/people/u2"');
  expect(text).not.toContain("<b>");
  expect((await ask("/people/conflicts", { headers: { cookie: "" } })).status).toBe(401);
  expect((await stage.browser().request("GET", "/console/people/conflicts")).status).toBe(404);
});
