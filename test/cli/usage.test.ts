import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { saoma } from "./saoma.ts";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test("saoma alone prints its commands", async () => {
  const { code, stdout } = await saoma([]);
  expect(code).toBe(0);
  for (const name of commands.map(({ name }) => name)) expect(stdout).toContain(`\n  ${name} `);
});

test.each(commands.map(({ name }) => name))("saoma %s --help says more, in lines that fit", async (name) => {
  const { code, stdout } = await saoma([...name.split(" "), "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: saoma ${name}`);
  expect(stdout.split("\n").filter((line) => line.length > 120)).toEqual([]);
});

test("saoma help serve is saoma serve --help", async () => {
  expect(await saoma(["help", "serve"])).toEqual(await saoma(["serve", "--help"]));
  expect((await saoma(["help"])).stdout).toContain("Usage: saoma <command>");
});

test("--version says which one this is", async () => {
  expect(await saoma(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test.each([
  [
    "an unknown command",
    ["serv"],
    "saoma: there is no command serv; did you mean serve? Run saoma --help for all commands.\n",
  ],
  ["an unknown second word", ["config", "chek"], "saoma: there is no command config chek; did you mean config check?"],
  [
    "nothing like a command",
    ["frobnicate"],
    "saoma: there is no command frobnicate. Run saoma --help for all commands.\n",
  ],
  [
    "an unknown option before a command",
    ["--prot"],
    "saoma: there is no option --prot. Run saoma --help for all commands.\n",
  ],
  ["a misspelt option", ["serve", "--prot", "1"], "saoma: saoma serve has no option --prot; did you mean --port?"],
  ["half a command", ["config"], "saoma: saoma config is half a command; did you mean config check? Run saoma --help"],
  [
    "half a command, misspelt",
    ["grup"],
    "saoma: there is no command grup; did you mean group add, group remove or group list?",
  ],
  ["a command without its word", ["account", "show"], "saoma: which account? Write saoma account show ACCOUNT"],
  ["a word too many", ["migrate", "now"], "saoma: saoma migrate takes no now"],
  ["an option without its value", ["serve", "--port"], "saoma: --port needs a value: the port to listen on"],
  ["an option whose value is an option", ["serve", "--port", "--host", "::1"], "saoma: --port needs a value: the port"],
  ["a value where none is", ["init", "--yes=1"], "saoma: --yes takes no value"],
  ["a misspelt short option", ["serve", "-p", "1"], "saoma: saoma serve has no option -p"],
  ["a port that is none", ["serve", "--port", "http"], "saoma: --port must be a port from 0 to 65535, not http"],
  ["a port too high", ["simulator", "--port", "70000"], "saoma: --port must be a port from 0 to 65535, not 70000"],
])("%s is a sentence, not a page, and exit 2", async (_, args, expected) => {
  const { code, stdout, stderr } = await saoma(args);
  expect(stderr).toContain(expected);
  expect(stderr.split("\n").length).toBeLessThanOrEqual(3);
  expect([code, stdout]).toEqual([2, ""]);
});

test("-v and --version are the same", async () => {
  expect(await saoma(["-v"])).toEqual(await saoma(["--version"]));
});

// Otherwise a request for help with an unknown command would print help about something else.
test.each([
  ["an unknown command", ["docter", "--help"], "there is no command docter; did you mean doctor?"],
  ["one behind --help", ["--help", "docter"], "there is no command docter; did you mean doctor?"],
  ["an unknown second word", ["config", "chek", "-h"], "there is no command config chek; did you mean config check?"],
  ["a word too many", ["serve", "now", "--help"], "saoma serve takes no now"],
  ["a word too many behind help", ["help", "account", "show", "me", "more"], "saoma account show takes no more"],
])("help with %s is a sentence", async (_, args, expected) => {
  expect(await saoma(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(expected) });
});

test.each([
  [["--help", "serve"], "Usage: saoma serve"],
  [["serve", "--port", "7080", "--help"], "Usage: saoma serve"],
  [["menu", "set", "menu.json", "--help"], "Usage: saoma menu set"],
  [["menu", "--help"], "Usage: saoma <command>"],
])("help is there for %j", async (args, expected) => {
  expect(await saoma(args)).toMatchObject({ code: 0, stdout: expect.stringContaining(expected) });
});

test("help for what there is not is a sentence", async () => {
  expect(await saoma(["help", "docter"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("did you mean doctor?"),
  });
});

test("what a command does not take is met with that command's help", async () => {
  expect((await saoma(["serve", "--prot", "1"])).stderr).toMatch(/\nSee saoma serve --help\.\n$/);
});
