import { expect, test } from "vitest";
import { languageOf, splitLanguage } from "../../src/base/terminal-language.ts";
import { createSay } from "../../src/cli/say.ts";
import { peopleLines } from "../../src/server/people-lines.ts";
import { folderWith, saoma } from "./saoma.ts";

test.each([
  ["nothing", {}, "en"],
  ["LANG", { LANG: "zh_CN.UTF-8" }, "zh-CN"],
  ["LC_ALL before LANG", { LC_ALL: "C", LANG: "zh_CN.UTF-8" }, "en"],
  ["an empty LC_ALL, which counts as unset", { LC_ALL: "", LC_MESSAGES: "zh_CN", LANG: "en_US.UTF-8" }, "zh-CN"],
  ["another Chinese", { LANG: "zh_TW.UTF-8" }, "zh-CN"],
  ["what only begins so", { LANG: "zha_CN.UTF-8" }, "en"],
] as const)("the terminal's language by %s", (_, environment, language) => {
  expect(languageOf([], environment)).toBe(language);
});

test("--lang overrides the environment, at every place before --", () => {
  const chinese = { LANG: "zh_CN.UTF-8" };
  expect(languageOf(["serve", "--lang", "en", "--port", "1"], chinese)).toBe("en");
  expect(languageOf(["--lang=zh", "serve"], {})).toBe("zh-CN");
  expect(splitLanguage(["--lang", "zh", "serve", "--port", "1"])).toEqual({
    args: ["serve", "--port", "1"],
    asked: "zh",
  });
  const passedOn = ["simulator", "run", "--", "php", "--lang", "zh"];
  expect(languageOf(passedOn, {})).toBe("en");
  expect(splitLanguage(passedOn)).toEqual({ args: passedOn });
});

test("a language that no command speaks is refused", async () => {
  for (const args of [
    ["--lang", "fr", "serve"],
    ["serve", "--lang"],
  ])
    expect(await saoma(args)).toEqual({ code: 2, stdout: "", stderr: "saoma: --lang must be en, zh, zh-CN\n" });
});

const inChinese = { env: { LANG: "zh_CN.UTF-8" } };
const chinese = /\p{Script=Han}/u;

test("--help speaks Chinese, each line of it that is not a command line", async () => {
  const { stdout, code } = await saoma(["--help"], inChinese);
  expect(code).toBe(0);
  expect(stdout.split("\n").filter((line) => line !== "" && !chinese.test(line))).toEqual([]);
  const { stdout: restore } = await saoma(["restore", "--help"], inChinese);
  expect(restore).toContain("用法：saoma restore FILE [选项]");
  expect(restore.split("\n").filter((line) => line !== "" && !chinese.test(line))).toEqual([]);
});

test("errors speak Chinese: of the command line, of the configuration, of the database", async () => {
  expect((await saoma(["serv"], inChinese)).stderr).toBe(
    "saoma: 没有命令 serv；是不是 serve？运行 saoma --help 看全部命令。\n",
  );
  const cwd = folderWith({
    "saoma.config.mjs": `export default { orgin: "x", origin: "http://example.com", database: { path: ":memory:" }, sources: [], applications: [{ id: "site", name: "a" }] };`,
  });
  const { stderr } = await saoma(["config", "check"], { ...inChinese, cwd });
  expect(stderr).toMatch(/^saoma: 配置不能用：\n/);
  expect(stderr).toContain("  orgin 没有这个选项。是不是 origin？\n");
  expect(stderr).toContain("  origin 必须是 https：");
  expect(stderr).toContain("  secret 没有写。把 SAOMA_SECRET 设成");
  expect(stderr.split("\n").filter((line) => line !== "" && !chinese.test(line))).toEqual([]);
  const whole = folderWith({ "saoma.config.mjs": `export default { database: { path: "none.db" } };` });
  expect((await saoma(["backup", "to.db"], { ...inChinese, cwd: whole })).stderr).toMatch(
    /^saoma: \S+none\.db 没有数据库：没有可备份的。\n$/,
  );
});

test("init speaks Chinese to the end, also in the files it writes", async () => {
  const cwd = folderWith();
  const flags = [
    "--kind",
    "service",
    "--appid",
    "wx0123456789abcdef",
    "--name",
    "花店",
    "--secret",
    "0123456789abcdef0123456789abcdef",
  ];
  const { stdout, code } = await saoma(
    ["init", "--yes", ...flags, "--origin", "https://login.example.com", "--lang", "zh"],
    { cwd },
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^已写入 \.env、saoma\.config\.mts、\.gitignore。/);
  expect(stdout).toContain("接下来按这个顺序做：");
  expect(stdout).not.toMatch(/\b(the|WeChat|Then|Copy)\b/);
});

test("the log speaks Chinese to people, and English as JSON", () => {
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line), flush() {} };
  const line = JSON.stringify({
    level: "warn",
    time: "2026-11-30T00:00:00.000Z",
    msg: "a push was refused",
    cause: "stale",
  });
  peopleLines(to, { colour: false, translated: createSay("zh-CN").translated }).write(line);
  expect(lines[0]).toContain("WARN  拒绝了一条推送 cause=stale");
});
