import { expect, test } from "vitest";
import { folderWith, saoma } from "./saoma.ts";
import { configured, optionsWith, simulated } from "./simulated.ts";

const login = { type: "click", name: "登录", key: "SAOMA_LOGIN" };
const site = { type: "view", name: "官网", url: "https://tea.example/" };
const file = (...button: object[]): string => JSON.stringify({ button });

test("a menu is set from a file, printed again, and deleted", async () => {
  const { source, simulator, appid } = await simulated();
  const cwd = configured(optionsWith([source]), { "menu.json": file(login, { name: "更多", sub_button: [site] }) });
  const set = await saoma(["menu", "set", "menu.json", "--yes"], { cwd });
  expect(set).toMatchObject({ code: 0, stderr: "" });
  expect(set.stdout).toContain("+ 登录  click  SAOMA_LOGIN\n+ 更多\n+   官网  view  https://tea.example/\n");
  const person = simulator.control.person("xiaoming") as { accounts: readonly { appid: string; menu: unknown }[] };
  expect(person.accounts.find((row) => row.appid === appid)?.menu).toMatchObject([{ name: "登录" }, { name: "更多" }]);
  const got = await saoma(["menu", "get"], { cwd });
  expect(JSON.parse(got.stdout)).toEqual({ button: [login, { name: "更多", sub_button: [site] }] });
  expect((await saoma(["menu", "delete", "--yes"], { cwd })).stdout).toContain("- 登录  click  SAOMA_LOGIN");
  const audit = (await saoma(["audit"], { cwd })).stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(audit.map(({ actor, action, before, after }) => [actor, action, before.buttons, after.buttons])).toEqual([
    ["command line", "menu.set", 0, expect.any(Number)],
    ["command line", "menu.deleted", expect.any(Number), 0],
  ]);
  expect(await saoma(["menu", "get"], { cwd })).toMatchObject({
    code: 0,
    stdout: "",
    stderr: expect.stringContaining("has no menu"),
  });
});

test("what would change is shown line by line, and nothing changes without a yes", async () => {
  const { source } = await simulated();
  const cwd = configured(optionsWith([source]), {
    "one.json": file(login, site),
    "two.json": file(login, { ...site, url: "https://new.example/" }),
  });
  await saoma(["menu", "set", "one.json", "--yes"], { cwd });
  const { code, stdout, stderr } = await saoma(["menu", "set", "two.json"], { cwd });
  expect(stdout).toContain(
    "  登录  click  SAOMA_LOGIN\n- 官网  view  https://tea.example/\n+ 官网  view  https://new.example/\n",
  );
  expect([code, stderr]).toEqual([2, expect.stringContaining("there is no terminal to confirm at. Add --yes")]);
  expect((await saoma(["menu", "get"], { cwd })).stdout).toContain("https://tea.example/");
  expect((await saoma(["menu", "set", "one.json"], { cwd })).stdout).toContain("is that already");
});

test.each([
  ["missing", [site], "no button of type click has the key SAOMA_LOGIN"],
  [
    "misspelt",
    [{ ...login, key: "saoma-login" }],
    "a button has the key saoma-login; the one that gives people a code",
  ],
])("the button for codes that is %s is a warning", async (_, buttons, said) => {
  const { source } = await simulated();
  const cwd = configured(optionsWith([source]), { "menu.json": file(...buttons) });
  const { code, stdout } = await saoma(["menu", "set", "menu.json", "--yes"], { cwd });
  expect([code, stdout]).toEqual([0, expect.stringContaining(`Warning: ${said}`)]);
});

test("without a channel that uses codes, there is no warning", async () => {
  const { source } = await simulated();
  const applications = [{ id: "tea", name: "Tea House", channels: ["official-account-qr"] }];
  const cwd = configured(optionsWith([source], { applications }), { "menu.json": file(site) });
  expect((await saoma(["menu", "set", "menu.json", "--yes"], { cwd })).stdout).not.toContain("Warning");
});

test("a file that WeChat would refuse is refused with everything that is wrong, before WeChat is asked", async () => {
  const { source, simulator } = await simulated();
  const cwd = configured(optionsWith([source]), { "menu.json": file({ ...login, key: "" }, { ...site, url: "x" }) });
  const { code, stderr } = await saoma(["menu", "set", "menu.json", "--yes"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain(
    "menu.json is no menu that WeChat takes:\n  button[0].key must not be empty.\n  button[1].url must be",
  );
  expect(simulator.control.log().entries).toEqual([]);
});

test.each([
  ["is no JSON", ["menu", "set", "saoma.config.mjs", "--yes"], 1, "saoma.config.mjs cannot be read"],
  ["is not there", ["menu", "set", "other.json"], 1, "other.json cannot be read: ENOENT"],
  [
    "is not named",
    ["menu", "set"],
    2,
    "saoma: which file? Write saoma menu set FILE, where that is the menu, as JSON.\nSee saoma menu set --help.\n",
  ],
])("a file that %s is a sentence", async (_, args, code, said) => {
  const { source } = await simulated();
  expect(await saoma(args, { cwd: configured(optionsWith([source])) })).toMatchObject({
    code,
    stderr: expect.stringContaining(said),
  });
});

test.each([
  ["an account that may not", { abilities: [] }, "WeChat says 48001"],
  ["a wrong AppSecret", { secret: "f".repeat(32) }, "Copy the AppSecret again"],
  ["an address that is not listed", { ipList: ["203.0.113.9"] }, "Add 127.0.0.1 to the IP list"],
])("%s is a sentence with its remedy", async (_, changes, said) => {
  const { source, patch } = await simulated();
  await patch(changes);
  const { code, stderr } = await saoma(["menu", "get"], { cwd: configured(optionsWith([source])) });
  expect([code, stderr]).toEqual([1, expect.stringContaining(said)]);
});

test("of several accounts one is named", async () => {
  const [one, other] = [await simulated(), await simulated("test")];
  const cwd = configured(optionsWith([one.source, other.source]));
  expect((await saoma(["menu", "get"], { cwd })).stderr).toContain(
    `Name one with --source: ${one.appid}, ${other.appid}.`,
  );
  expect((await saoma(["menu", "get", "--source", other.appid], { cwd })).stderr).toContain(
    `${other.appid} has no menu`,
  );
  expect((await saoma(["menu", "get", "--source", "wx1"], { cwd })).stderr).toContain("--source must be one of");
});

test("half of it is met with the whole", async () => {
  expect((await saoma(["menu"], { cwd: folderWith() })).stderr).toContain(
    "did you mean menu get, menu set or menu delete?",
  );
});
