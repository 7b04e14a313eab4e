import { expect, test } from "vitest";
import { personal } from "../../src/adapters/sql/people.ts";
import { wordedTables } from "../../src/cli/people/table-words.ts";
import { type Finished, folderWith, saoma } from "./saoma.ts";

const [service, site] = ["wx0123456789abcdef", "wxfedcba9876543210"];
const options = {
  origin: "https://login.tea.example",
  secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
  database: { path: "saoma.db" },
  sources: [
    {
      kind: "service",
      appid: service,
      name: "Tea House",
      platform: "tea",
      token: "teahouse2026",
      secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
      aesKey: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
    },
    { kind: "website", appid: site, name: "Tea Site", platform: "tea", secret: "8c1f0a7be2d94f6390b5c7d2e4a86f14" },
  ],
  applications: [{ id: "tea", name: "Tea House" }],
};

/** A folder with a configuration, and with these files. */
const place = (files: Record<string, string> = {}): string =>
  folderWith({ "saoma.config.mjs": `export default ${JSON.stringify(options)}`, ...files });

const run = (cwd: string, ...args: string[]): Promise<Finished> => saoma(args, { cwd });

const people = [
  "id,name,phone,unionid,appid,openid,createdAt",
  '1001,"茶客, 第一位",138 0013 8000,,,,2024-05-01',
  `1002,,,oUnion1002,,,`,
  `1003,老陈,,,${service},oPerson1003,2024-05-01T08:00:00+08:00`,
].join("\r\n");

test("the people of a site are imported, once however often it runs", async () => {
  const cwd = place({ "people.csv": `\ufeff${people}` });
  const rehearsal = await run(cwd, "import", "people.csv", "--dry-run");
  expect(rehearsal).toMatchObject({ code: 0, stderr: "" });
  expect(rehearsal.stdout).toBe("Nothing was written. It would be 3 new, 0 completed, 0 there already, 0 not taken.\n");
  expect((await run(cwd, "account", "show", "1001")).stderr).toBe("saoma: there is no account 1001\n");
  expect((await run(cwd, "import", "people.csv")).stdout).toContain("Done: 3 new,");
  expect((await run(cwd, "import", "people.csv")).stdout).toContain("Done: 0 new, 0 completed, 3 there already");

  const { stdout } = await run(cwd, "account", "show", "phone:13800138000");
  expect(stdout).toContain(
    "1001  茶客, 第一位\n  since 2024-05-01T00:00:00.000Z, has not signed in yet\n  phone 138****8000",
  );
  expect(stdout).toContain(
    "\n  signed in now: nowhere\n  Saoma keeps 1 account. All of it: saoma account export 1001\n",
  );
  expect((await run(cwd, "account", "show", "1002")).stdout).toContain("expected by unionid oU… (tea)");
  expect((await run(cwd, "account", "show", `${service}:oPerson1003`)).stdout).toContain("1003  老陈");
});

test("a person is signed out, also if they have no session; an unknown person is reported", async () => {
  const cwd = place({ "people.csv": people });
  await run(cwd, "import", "people.csv");
  const { code, stdout } = await run(cwd, "account", "sign-out", "1001");
  expect([code, stdout]).toEqual([0, "Signed 茶客, 第一位 (1001) out: 0 sessions ended.\n"]);
  const audit = (await run(cwd, "audit")).stdout;
  expect(audit).toMatch(/"actor":"command line","action":"sessions\.ended".*"account":"1001"/);
  expect((await run(cwd, "account", "sign-out", "2001")).stderr).toBe("saoma: there is no account 2001\n");
});

test("accounts are listed page by page, the newest first", async () => {
  const cwd = place({ "people.csv": people });
  expect(await run(cwd, "account", "list")).toEqual({ code: 0, stdout: "", stderr: "There is no account yet.\n" });
  await run(cwd, "import", "people.csv");
  const first = await run(cwd, "account", "list", "--most", "2");
  expect(first.stdout).toMatch(/^1002 {2}\S.* {2}has not signed in yet\n1003 {2}老陈 {2}since 2024-05-01 {2}has not/);
  expect(first.stderr).toBe("There are more: saoma account list --after 1003\n");
  const rest = await run(cwd, "account", "list", "--after", "1003");
  expect(rest).toMatchObject({ code: 0, stderr: "" });
  expect(rest.stdout).toBe("1001  茶客, 第一位  138****8000  since 2024-05-01  has not signed in yet\n");
  const asJson = await run(cwd, "account", "list", "--after", "1003", "--json");
  expect(JSON.parse(asJson.stdout)).toMatchObject({ id: "1001", phone: "138****8000" });
});

test.each([
  [["--most", "0"], 2, "--most must be a number from 1 to 1000, not 0"],
  [["--most", "many"], 2, "--most must be a number from 1 to 1000, not many"],
  [["--after", "nobody"], 1, "there is no account nobody to go on after"],
])("account list %j is refused with a sentence", async (args, code, said) => {
  expect(await run(place(), "account", "list", ...args)).toEqual({ code, stdout: "", stderr: `saoma: ${said}\n` });
});

test("each bad record is named with its line and its error, and the good ones are imported", async () => {
  const rows = [
    "id,phone,unionid,platform,appid,openid,createdAt",
    "a b,13800138000,,,,,",
    "2,123,,,,,",
    "3,,,,,,",
    `4,,,,${service},,`,
    "5,,,,wx1111111111111111,oX,",
    "6,,oU,coffee,,,",
    "7,13800138000,,,,,2999-01-01",
    "8,13900139000",
    "9,13900139000,,,,,",
    "10,+86 139-0013-9000,,,,,",
    "9,13700137000,,,,,",
  ];
  const cwd = place({ "people.csv": rows.join("\n") });
  const { code, stdout, stderr } = await run(cwd, "import", "people.csv");
  expect(code).toBe(1);
  expect(stdout).toBe("Done: 1 new, 0 completed, 0 there already, 10 not taken.\n");
  expect(stderr.trim().split("\n")).toEqual([
    "line 2: id must be 1 to 64 characters of ASCII, without spaces",
    "line 3: phone is no phone number. Write 13800138000 or +85261234567",
    "line 4: needs phone, unionid, or appid and openid: otherwise nobody could ever sign in to it",
    "line 5: appid and openid need each other",
    "line 6: appid wx1111111111111111 is no source of yours",
    "line 7: platform coffee is not a platform of your sources",
    "line 8: createdAt must be a past time. Write 2024-05-01 or 2024-05-01T08:00:00+08:00",
    "line 9: has 2 fields, the head line has 7",
    "line 11: phone is that of line 10, too",
    "line 12: id is that of line 10, too",
    "saoma: 10 of the file's records were not taken",
  ]);
});

test("a list of JSON objects does, too, in any pieces; more than one batch, with progress", async () => {
  const lines = Array.from({ length: 10_600 }, (_, at) =>
    JSON.stringify({ id: `u${at}`, unionid: `oUnion${at}`, name: null }),
  );
  const cwd = place({
    "people.ndjson": [...lines, "{oops", '{"id":"x","mail":"y"}', '{"id":"x","name":{}}'].join("\n"),
  });
  const { stdout, stderr } = await run(cwd, "import", "people.ndjson");
  expect(stdout).toContain("Done: 10600 new,");
  expect(stderr).toContain("10000 people so far");
  expect(stderr).toContain("line 10601: is not a JSON object");
  expect(stderr).toContain("line 10602: there is no field mail");
  expect(stderr).toContain("line 10603: name must be a text or a number");
}, 60_000);

test.each([
  ["no file", {}, "there is no file people.csv"],
  ["an empty one", { "people.csv": "" }, "the file is empty"],
  [
    "several unknown columns",
    { "people.csv": "id,fone,telegram,opneid\n1,2,3,4" },
    "there are no columns fone (did you mean phone?), telegram, opneid (did you mean openid?). Known are id, name,",
  ],
  ["an unknown column", { "people.csv": "id,fone\n1,2" }, "there is no column fone; did you mean phone?"],
  ["a torn quote", { "people.csv": 'id,phone\n1,"138' }, "line 2: a quoted field does not end"],
  ["text behind a quote", { "people.csv": 'id,phone\n1,"138"0' }, "line 2: a quoted field has something outside"],
])("%s is a sentence", async (_, files, sentence) => {
  const { code, stderr } = await run(place(files as never), "import", "people.csv");
  expect(code).toBe(1);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain("    at ");
});

test("openids are carried over when an account has moved, conflicts listed, again changes nothing", async () => {
  const mapping = [
    "ori_openid,new_openid,err_msg",
    "oPerson1003,oNew1003,ok",
    "oNobody,oX,ok",
    ",,",
    "oOld4,,ori_openid error",
  ];
  const cwd = place({ "people.csv": people, "mapping.csv": mapping.join("\n") });
  await run(cwd, "import", "people.csv");
  const migrate = (...more: string[]) =>
    run(cwd, "identities", "migrate", "--from", service, "--to", site, "--file", "mapping.csv", ...more);
  expect((await migrate("--dry-run")).stdout).toContain("It would be 1 added, 0 there already, 1 unknown here");
  const { code, stdout, stderr } = await migrate();
  expect(code).toBe(1);
  expect(stdout).toContain("Done: 1 added, 0 there already, 1 unknown here, 0 in conflict, 2 not taken.");
  expect(stderr).toContain("line 5: WeChat says: ori_openid error");
  expect((await migrate()).stdout).toContain("Done: 0 added, 1 there already");
  expect((await run(cwd, "account", "show", `${site}:oNew1003`)).stdout).toContain("1003  老陈");
  const wrong = await run(
    cwd,
    "identities",
    "migrate",
    "--from",
    service,
    "--to",
    "wx1111111111111111",
    "--file",
    "mapping.csv",
  );
  expect(wrong.stderr).toContain("--to wx1111111111111111 is no source of yours");
});

test("a person's data is exported whole, and deleted once that is confirmed", async () => {
  const cwd = place({ "people.csv": people });
  await run(cwd, "import", "people.csv");
  const { stdout } = await run(cwd, "account", "export", "1003");
  expect(JSON.parse(stdout)).toEqual({
    account: "1003",
    tables: {
      accounts: [expect.objectContaining({ id: "1003", name: "老陈" })],
      identities: [expect.objectContaining({ appid: service, open_id: "oPerson1003" })],
    },
  });
  const asked = await run(cwd, "account", "delete", "1003");
  expect([asked.code, asked.stderr]).toEqual([
    1,
    "saoma: this deletes 老陈 (1003): 1 WeChat, 1 account. Add --yes to do it\n",
  ]);
  const done = await run(cwd, "account", "delete", "1003", "--yes");
  expect(done.stdout).toBe("Deleted 1003: 1 WeChat, 1 account. Whoever was signed in is signed out.\n");
  expect((await run(cwd, "account", "export", "1003")).stderr).toBe("saoma: there is no account 1003\n");
});

test("every table about people has its words", () => {
  const tables = Object.entries(personal).filter(([, whose]) => typeof whose === "function");
  expect(tables.map(([table]) => table).filter((table) => !wordedTables.includes(table))).toEqual([]);
});

test("a WeChat is marked as lost and found again; with several it asks which", async () => {
  const cwd = place({
    "people.csv": people,
    "more.csv": `id,appid,openid\n1004,${service},oFirst`,
    "and.csv": `id,appid,openid\n1004,${site},oSecond`,
  });
  for (const file of ["people.csv", "more.csv", "and.csv"]) await run(cwd, "import", file);
  const lost = await run(cwd, "account", "lost", "1003");
  expect(lost.stdout).toMatch(/^WeChat [\w-]{22}: wx0123456789abcdef .*, LOST since /);
  expect(lost.stdout).toContain("saoma account invite 1003");
  expect((await run(cwd, "account", "show", "1003")).stdout).toContain("LOST since");
  expect((await run(cwd, "account", "lost", "1003", "--found")).stdout).not.toContain("LOST");
  const unclear = await run(cwd, "account", "lost", "1004");
  expect(unclear.code).toBe(1);
  expect(unclear.stderr).toContain("name the WeChat with --wechat");
  expect((await run(cwd, "account", "lost", "1004", "--wechat", `${site}:oSecond`)).stdout).toContain(`${site} `);
  expect((await run(cwd, "account", "lost", `${service}:oFirst`)).stdout).toContain("has no other WeChat");
  expect((await run(cwd, "account", "lost", "1001")).stderr).toBe("saoma: the account has no WeChat\n");
});

test("an account is suspended and unsuspended, each once", async () => {
  const cwd = place({ "people.csv": people });
  await run(cwd, "import", "people.csv");
  const { stdout } = await run(cwd, "account", "suspend", "1003");
  expect(stdout).toContain("(1003): 0 sessions ended. Lift it with: saoma account unsuspend 1003");
  expect((await run(cwd, "account", "suspend", "1003")).stdout).toContain("is suspended already.");
  expect((await run(cwd, "account", "show", "1003")).stdout).toContain("SUSPENDED since");
  expect((await run(cwd, "account", "unsuspend", "1003")).stdout).toContain("can sign in again.");
  expect((await run(cwd, "account", "unsuspend", "1003")).stdout).toContain("is not suspended.");
  expect((await run(cwd, "audit")).stdout).toContain('"action":"account.suspended"');
});

test("a person is invited: standard output has only the code; the other lines say for whom and until when", async () => {
  const cwd = place({ "people.csv": people });
  await run(cwd, "import", "people.csv");
  const { stdout, stderr, code } = await run(cwd, "account", "invite", "1003");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\n$/);
  expect(stderr).toContain("For 老陈 (1003), once, until ");
  expect((await run(cwd, "account", "invite", "9999")).stderr).toBe("saoma: there is no account 9999\n");
});

test("an invitation is cancelled once, and its code opens nothing any more", async () => {
  const cwd = place({ "people.csv": people });
  await run(cwd, "import", "people.csv");
  await run(cwd, "account", "invite", "1003");
  const cancelled = await run(cwd, "account", "invite", "1003", "--cancel");
  expect(cancelled.stdout).toBe("The invitation of 老陈 (1003) is cancelled, and its people are told.\n");
  const again = await run(cwd, "account", "invite", "1003", "--cancel");
  expect([again.stderr, again.code]).toEqual(["saoma: 老陈 (1003) has no invitation that could be cancelled\n", 1]);
  await run(cwd, "account", "export", "1003");
  const actions = (await run(cwd, "audit")).stdout.match(/"action":"[a-z.]+"/g);
  expect(actions?.slice(-3).map((line) => line.slice(10, -1))).toEqual([
    "account.invited",
    "invitation.cancelled",
    "account.exported",
  ]);
});

test("phoneSeenAt says since when a phone is known to be its person's; again with a later day completes", async () => {
  const head = "id,phone,phoneSeenAt";
  const cwd = place({
    "people.csv": `${head}\n1001,13800138000,2024-05-01`,
    "later.csv": `${head}\n1001,13800138000,2024-06-01`,
    "bad.csv": `${head}\n1002,13800138001,2999-01-01\n1003,,2024-05-01`,
  });
  expect((await run(cwd, "import", "people.csv")).stdout).toContain("1 new");
  expect((await run(cwd, "import", "people.csv")).stdout).toContain("1 there already");
  expect((await run(cwd, "import", "later.csv")).stdout).toContain("1 completed");
  expect((await run(cwd, "account", "export", "1001")).stdout).toContain(`"phone_seen_at": ${Date.UTC(2024, 5, 1)}`);
  const { stderr } = await run(cwd, "import", "bad.csv");
  expect(stderr).toContain("line 2: phoneSeenAt must be a past time");
  expect(stderr).toContain("line 3: phoneSeenAt needs a phone");
});

test("a person is put into a group, listed in it and removed", async () => {
  const cwd = place({ "people.csv": people });
  await run(cwd, "import", "people.csv");
  expect((await run(cwd, "group", "add", "1003", "--group", "staff")).stdout).toMatch(/ \(1003\) is in staff\.\n$/);
  expect((await run(cwd, "group", "add", "1003", "--group", "staff")).stdout).toContain("is in staff already.");
  expect((await run(cwd, "group", "list", "--group", "staff")).stdout).toMatch(/^1003 {2}/);
  expect((await run(cwd, "group", "remove", "1003", "--group", "staff")).stdout).toContain("is out of staff.");
  expect((await run(cwd, "group", "list", "--group", "staff")).stderr).toBe("Nobody is in staff.\n");
  // This is reported before any person is looked up.
  const unnamed = await run(cwd, "group", "add", "nobody");
  expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining("--group must be the name of a group")]);
});
