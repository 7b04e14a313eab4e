import { expect, test } from "vitest";
import { folderWith, running, saoma } from "./saoma.ts";

const options = {
  origin: "https://login.tea.example",
  secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
  database: { path: "saoma.db" },
  admin: { listen: "127.0.0.1:0" },
  sources: [
    {
      kind: "subscription",
      appid: "wx0123456789abcdef",
      name: "Tea House",
      token: "teahouse2026teahouse",
      mode: "plain",
    },
  ],
  applications: [{ id: "tea", name: "Tea House" }],
};

const configured = (changes: object = {}) =>
  folderWith({ "saoma.config.mjs": `export default ${JSON.stringify({ ...options, ...changes })}` });

const lines = (stdout: string) => stdout.trimEnd().split("\n").filter(Boolean);

test("keys are made, listed and ended, and a service that runs knows at once", async () => {
  const cwd = configured();
  const { stop } = await running(["serve", "--port", "0"], { cwd });
  const made = await saoma(["admin-key", "add", "support", "--right", "write"], { cwd });
  expect(made.stdout).toMatch(/^saoma_admin_[\w-]{43}\n$/);
  expect(made.stderr).toContain("is not shown again");
  expect(await saoma(["admin-key", "add", "support"], { cwd })).toMatchObject({
    code: 1,
    stderr: "saoma: there was a key support before. Choose another label\n",
  });
  for (const taken of ["SAOMA_ADMIN_KEY", "application", "person", "invitation"])
    expect(await saoma(["admin-key", "add", taken], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${taken} names another actor in the audit`),
    });
  expect((await saoma(["admin-key", "list"], { cwd })).stdout).toMatch(/^support {2}write {2}since \S+\n$/);
  expect((await saoma(["admin-key", "end", "support"], { cwd })).code).toBe(0);
  expect((await saoma(["admin-key", "list"], { cwd })).stdout).toContain(", ended ");
  const { stderr } = await stop();
  expect(stderr).toMatch(/"url":"http:\/\/127\.0\.0\.1:\d+","msg":"the operator's listener is open"/);
});

test("the audit is JSON lines, whole or from a line on", async () => {
  const cwd = configured();
  await saoma(["admin-key", "add", "one"], { cwd });
  await saoma(["admin-key", "end", "one"], { cwd });
  const { stdout } = await saoma(["audit"], { cwd });
  expect(lines(stdout).map((line) => JSON.parse(line))).toEqual([
    {
      seq: 1,
      at: expect.stringMatching(/Z$/),
      actor: "command line",
      action: "admin-key.added",
      target: "one",
      after: { right: "read" },
    },
    expect.objectContaining({ seq: 2, action: "admin-key.ended" }),
  ]);
  expect(lines((await saoma(["audit", "--after", "1"], { cwd })).stdout)).toHaveLength(1);
  expect((await saoma(["audit", "--after", "yesterday"], { cwd })).code).toBe(2);
});

test.each([
  [["admin-key", "add", "two words"], "1 to 64 letters"],
  [["admin-key", "add", "one", "--right", "all"], "must be read, write or token"],
])("%j is refused with its rule", async (args, words) => {
  const { code, stderr } = await saoma(args, { cwd: configured() });
  expect([code, stderr.includes(words)]).toEqual([2, true]);
});

test("a place for the operator that is taken stops serve with a sentence", async () => {
  const cwd = configured();
  const first = await running(["serve", "--port", "0"], { cwd });
  const port = new URL(first.url).port;
  const { code, stderr } = await saoma(["serve", "--port", "0"], {
    cwd: configured({ admin: { listen: `127.0.0.1:${port}` } }),
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining("cannot listen where admin.listen says")]);
  await first.stop();
});

test("an unknown attempt has no log, and the command says so", async () => {
  const { code, stderr } = await saoma(["attempt", "show", "none"], { cwd: configured() });
  expect([code, stderr]).toEqual([
    1,
    "saoma: nothing is known of an attempt none: it never was, or its log was deleted\n",
  ]);
});

test("what happened to a sign-in is shown line by line", async () => {
  const cwd = configured();
  const { url, stop } = await running(["serve", "--port", "0"], { cwd });
  const started = await fetch(`${url}/v1/attempts`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "curl/8" },
    body: JSON.stringify({ claim: "header" }),
  });
  const { id = "" } = (await started.json()) as { id?: string };
  await stop();
  const { stdout } = await saoma(["attempt", "show", id], { cwd });
  expect(stdout).toMatch(new RegExp(`^${id}  pending\\n  sign-in at tea by official-account-code`));
  expect(stdout).toMatch(/Z {2}shown\n/);
});

test("a link to the console is printed with its address, and opens it once", async () => {
  const port = 20_000 + Math.floor(process.pid % 20_000);
  const cwd = configured({ admin: { listen: `127.0.0.1:${port}` } });
  const { stop } = await running(["serve", "--port", "0"], { cwd });
  const { stdout, stderr } = await saoma(["console", "link", "--name", "anna"], { cwd });
  expect(stdout).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/console/enter\\?code=[\\w-]{43}\\n$`));
  expect(stderr).toContain("Good once, for ten minutes.");
  const { origin, searchParams } = new URL(stdout.trim());
  const enter = () =>
    fetch(`${origin}/console/enter`, {
      method: "POST",
      redirect: "manual",
      headers: { origin },
      body: new URLSearchParams({ code: searchParams.get("code") ?? "" }),
    });
  expect((await enter()).status).toBe(303);
  expect((await enter()).status).toBe(401);
  await stop();
  const wrong = await saoma(["console", "link", "--right", "all"], { cwd });
  expect([wrong.code, wrong.stderr]).toEqual([2, "saoma: --right must be read or write, not all\n"]);
  const without = await saoma(["console", "link"], { cwd: configured({ admin: undefined }) });
  expect([without.code, without.stderr]).toEqual([1, expect.stringContaining("set `admin` in the configuration")]);
});
