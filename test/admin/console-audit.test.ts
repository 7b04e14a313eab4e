import { afterEach, expect, test } from "vitest";
import { visitConsole } from "./console-visit.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

const cli = { actor: "command line" };

async function member(id: string, name = "小明") {
  const person = { appid: stage.appid, openId: `o${id}` };
  await stage.saoma.people.import([{ id, name, person }], { dryRun: false });
}

test("the audit is listed page by page, the newest first, and by who did what", async () => {
  stage = await setAdminStage();
  await member("u1");
  for (let times = 0; times < 30; times++) {
    await stage.saoma.operator.suspend("u1", { actor: "ben" });
    await stage.saoma.operator.unsuspend("u1", cli);
  }
  const ask = await visitConsole(stage, "read");
  const first = await ask("/audit");
  const rows = (text: string) => text.match(/<li>/g)?.length ?? 0;
  expect(rows(first.text)).toBe(50);
  const next = /href="\/console(\/audit\?[^"]*cursor[^"]*)"/.exec(first.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const second = await ask(next);
  expect(rows(second.text)).toBeLessThan(50);
  expect(second.text).toContain("imported people");
  const mine = await ask("/audit?who=ben&what=account.suspended");
  expect(rows(mine.text)).toBe(30);
  expect(mine.text).not.toContain("<strong>command line");
  expect(rows((await ask("/audit?who=ben&what=account.unsuspended")).text)).toBe(0);
  expect((await ask("/audit?cursor=AAAA")).status).toBe(400);
});

test("a download contains every line of the search, as JSON", async () => {
  stage = await setAdminStage();
  await member("u1");
  await stage.saoma.operator.suspend("u1", { actor: "ben" });
  const ask = await visitConsole(stage, "read");
  const { text, headers } = await ask("/audit/download");
  expect(headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
  expect(headers.get("content-disposition")).toBe("attachment; filename=audit.jsonl");
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ action }) => action)).toEqual([
    "console.entered",
    "console.link",
    "account.suspended",
    "people.imported",
  ]);
  expect(lines[2]).toMatchObject({ actor: "ben", account: "u1", at: expect.stringMatching(/^2026-/) });
  expect((await ask("/audit/download?who=ben")).text.trim().split("\n")).toHaveLength(1);
  expect((await ask("/audit/download", { headers: { cookie: "" } })).status).toBe(401);
  expect((await stage.ask("/console/audit/download", { key: firstKey })).status).toBe(401);
});

test("the text of a line cannot run code in the page, and no form from elsewhere reaches it", async () => {
  stage = await setAdminStage();
  const evil = `<img src=x onerror=alert(1)>"'`;
  await member("u1");
  await stage.saoma.operator.suspend("u1", { actor: evil });
  const ask = await visitConsole(stage, "read");
  const { text } = await ask("/audit");
  expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(text).not.toContain("<img");
  const searched = await ask(`/audit?who=${encodeURIComponent(evil)}&what=${encodeURIComponent(evil)}`);
  expect(searched.text).not.toContain("<img");
  expect((await ask("/audit", { form: {}, headers: { origin: "https://evil.test" } })).status).toBe(403);
  expect((await stage.browser().request("GET", "/console/audit")).status).toBe(404);
});

test("to rotate the keys is in the audit, by who did it", async () => {
  stage = await setAdminStage();
  const kid = await stage.saoma.rotateKeys(cli);
  await stage.saoma.rotateKeys();
  const lines = await stage.saoma.operator.latestAudit({ action: "keys.rotated" }, 999, 9);
  expect(lines.map(({ actor }) => actor)).toEqual(["application", "command line"]);
  expect(lines[1]?.target).toBe(kid);
});
