import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { saoma } from "./saoma.ts";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test("saoma alone says what it can do", async () => {
  const { code, stdout } = await saoma([]);
  expect(code).toBe(0);
  for (const name of ["dev", "serve", "simulator", "config check", "migrate"]) expect(stdout).toContain(`\n  ${name} `);
});

test.each([["dev"], ["serve"], ["simulator"], ["config", "check"], ["migrate"]])(
  "%s %s --help says more",
  async (...words) => {
    const { code, stdout } = await saoma([...words, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: saoma ${words.join(" ")}`);
  },
);

test("--version says which one this is", async () => {
  expect(await saoma(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test.each([
  ["an unknown command", ["serv"], "saoma: there is no command serv; did you mean serve?"],
  ["an unknown second word", ["config", "chek"], "saoma: there is no command config chek; did you mean config check?"],
  ["nothing like a command", ["frobnicate"], "saoma: there is no command frobnicate\n"],
  ["an unknown option before a command", ["--prot"], "saoma: there is no option --prot\n"],
  ["a misspelt option", ["serve", "--prot", "1"], "saoma: saoma serve has no option --prot; did you mean --port?"],
  ["a word too many", ["migrate", "now"], "saoma: saoma migrate takes no now"],
  ["an option without its value", ["serve", "--port"], "saoma: Option '--port <value>' argument missing"],
  ["a port that is none", ["serve", "--port", "http"], "saoma: --port must be a port from 0 to 65535, not http"],
  ["a port too high", ["simulator", "--port", "70000"], "saoma: --port must be a port from 0 to 65535, not 70000"],
])("%s is a sentence, the usage, and exit 2", async (_, args, expected) => {
  const { code, stdout, stderr } = await saoma(args);
  expect(stderr).toContain(expected);
  expect(stderr).toContain("Usage: saoma");
  expect([code, stdout]).toEqual([2, ""]);
});

test("half a command is met with the whole one, and a wrong option with its command's own usage", async () => {
  expect((await saoma(["config"])).stderr).toContain("did you mean config check?");
  const { stderr, code } = await saoma(["serve", "--prot", "1"]);
  expect([code, stderr.includes("Usage: saoma serve")]).toEqual([2, true]);
});
