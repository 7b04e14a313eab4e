import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { collectAnswers } from "../../src/cli/init/answers.ts";
import { createPrompter, type Prompter } from "../../src/cli/prompt/prompter.ts";

/** A user at a terminal, who types each answer once its question is on the screen. */
function somebody(typed: readonly (readonly [after: string, keys: string])[]): {
  asker: Prompter;
  screen: () => string;
} {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
  const waiting = [...typed];
  let screen = "";
  output.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    const next = waiting[0];
    if (next && screen.includes(next[0])) {
      waiting.shift();
      setImmediate(() => input.write(next[1]));
    }
  });
  const asker = createPrompter({ input, output });
  if (!asker) throw new Error("this is a terminal");
  return { asker, screen: () => screen };
}

const enter = "\r";
const down = "\u001b[B";

test("init asks its questions, and takes an empty answer for the default", async () => {
  const { asker } = somebody([
    ["Which kind", down + enter],
    ["AppID", `wx0123456789abcdef${enter}`],
    ["Its name", `青禾${enter}`],
    ["AppSecret", `8c1f0a7be2d94f6390b5c7d2e4a86f13${enter}`],
    ["Where people", `https://shop.example.com${enter}`],
    ["The name that the chat shows", enter],
    ["Does another program", enter],
    ["Addresses of the proxies", enter],
  ]);
  expect(await collectAnswers({}, asker)).toMatchObject({
    kind: "service",
    appid: "wx0123456789abcdef",
    name: "青禾",
    secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
    origin: "https://shop.example.com",
    site: "青禾",
    proxies: "127.0.0.1",
    mode: "safe",
    token: "",
  });
});

test("what a flag says is not asked, and a wrong answer is asked again with the reason", async () => {
  const { asker, screen } = somebody([
    ["AppID", `wx12${enter}`],
    ["It must be wx and 16 hexadecimal digits", `${"\u007f".repeat(4)}wx0123456789abcdef${enter}`],
  ]);
  const flags = {
    kind: "subscription",
    name: "周末手记",
    origin: "https://note.example.com",
    site: "手记",
    proxies: "none",
    openid: "none",
  };
  expect(await collectAnswers(flags, asker)).toMatchObject({ appid: "wx0123456789abcdef", mode: "safe" });
  expect(screen()).not.toContain("Which kind");
});

test("an AppSecret is not shown while it is typed", async () => {
  const { asker, screen } = somebody([["AppSecret", `8c1f0a7be2d94f6390b5c7d2e4a86f13${enter}`]]);
  const flags = {
    kind: "test",
    appid: "wx0123456789abcdef",
    name: "T",
    origin: "http://127.0.0.1:7080",
    site: "T",
    openid: "none",
  };
  expect(await collectAnswers(flags, asker)).toMatchObject({ secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13" });
  expect(screen()).not.toContain("8c1f");
});

test("leaving a question changes nothing", async () => {
  const { asker } = somebody([["Which kind", "\u0003"]]);
  await expect(collectAnswers({}, asker)).rejects.toThrow("stopped. Nothing was changed.");
});

test("an empty answer to yes or no is a no", async () => {
  const { asker } = somebody([["Delete", enter]]);
  expect(await asker.agree("Delete it?")).toBe(false);
});

test("without a terminal there is no prompter", () => {
  expect(createPrompter({ input: new PassThrough(), output: new PassThrough() })).toBeUndefined();
});
