import { globSync, readFileSync } from "node:fs";
import { type Argument, parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { keyOf } from "../../src/base/english.ts";
import { commands } from "../../src/cli/commands.ts";
import { findings } from "../../src/cli/doctor/findings.ts";
import { createSay, filled } from "../../src/cli/say.ts";
import { commandLine } from "../../src/cli/texts/commands.ts";
import { configuration } from "../../src/cli/texts/configuration.ts";
import { database } from "../../src/cli/texts/database.ts";
import { help } from "../../src/cli/texts/help.ts";
import { texts } from "../../src/cli/texts/index.ts";
import { init } from "../../src/cli/texts/init.ts";
import { log } from "../../src/cli/texts/log.ts";
import { people } from "../../src/cli/texts/people.ts";
import { errors } from "../../src/domain/errors.ts";
import { wechatChineseTexts as wechat } from "../../src/login/channels/wechat-chinese-texts.ts";
import { meaningOf, remedyOf } from "../../src/wechat/errcode.ts";

const root = new URL("../../src/", import.meta.url).pathname;

/** The keys of the sentences in the sources: those that are printed, and those of the log. */
interface Found {
  readonly said: ReadonlySet<string>;
  readonly logged: ReadonlySet<string>;
  /** Sentences that no command prints itself. */
  readonly lower: ReadonlySet<string>;
}

const keyAt = (quasis: readonly { value: { cooked: string | null } }[]): string =>
  keyOf(quasis.map(({ value }) => value.cooked ?? ""));

const isLogged = (callee: string): boolean => /\blog\.(info|warn|error)$/.test(callee);

function loggedBy(what: Argument): string[] {
  if (what.type === "ConditionalExpression") return [what.consequent, what.alternate].flatMap(loggedBy);
  if (what.type === "Literal") return [String(what.value)];
  return what.type === "TemplateLiteral" ? [keyAt(what.quasis)] : [];
}

function sentencesIn(files: readonly { readonly path: string; readonly text: string }[]): Found {
  const [said, logged, lower] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { path, text } of files) {
    new Visitor({
      TaggedTemplateExpression({ tag, quasi }) {
        if (tag.type === "Identifier" && ["say", "english"].includes(tag.name)) said.add(keyAt(quasi.quasis));
        if (tag.type === "Identifier" && tag.name === "english") lower.add(keyAt(quasi.quasis));
      },
      CallExpression({ callee, arguments: [, what] }) {
        if (what && isLogged(text.slice(callee.start, callee.end))) for (const one of loggedBy(what)) logged.add(one);
      },
    }).visit(parseSync(path, text).program);
  }
  return { said, logged, lower: lower.union(logged) };
}

const sources = globSync("**/*.ts", { cwd: root })
  // The commands print what the simulator's client throws about a configuration.
  .filter((path) => path === "simulator/client.ts" || !/^(simulator|demo|client|widget|testing)\//.test(path))
  .map((path) => ({ path, text: readFileSync(root + path, "utf8") }));
const { said, logged, lower } = sentencesIn(sources);

test("sentences are found where they are tagged, and where they are logged", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source
  const text = "say`port ${a} is taken`; english`is missing.`; log.warn({}, `no ${x}`); log.info({}, 'done');";
  expect(sentencesIn([{ path: "a.ts", text }])).toEqual({
    said: new Set(["port {0} is taken", "is missing."]),
    logged: new Set(["no {0}", "done"]),
    lower: new Set(["is missing.", "no {0}", "done"]),
  });
  expect(said.size).toBeGreaterThan(300);
});

test("every sentence that a command can say has its Chinese", () => {
  expect([...said, ...logged].filter((english) => !Object.hasOwn(texts, english))).toEqual([]);
});

test("none is left of what is gone", () => {
  const tables = [commandLine, configuration, init, people, database];
  expect(tables.flatMap(Object.keys).filter((english) => !said.has(english))).toEqual([]);
  expect(Object.keys(log).filter((english) => !logged.has(english) && !said.has(english))).toEqual([]);
});

test("every command, option and word has its words in Chinese, and none is left of what is gone", () => {
  const helps = commands.flatMap(({ summary, details = [], options, word, rest }) => [
    summary,
    details.join(" "),
    ...[...Object.values(options), word, rest].flatMap((one) => (one ? [one.help] : [])),
  ]);
  expect(new Set(Object.keys(help))).toEqual(new Set(helps.filter((one) => one !== "")));
});

test("what WeChat's errcodes mean and ask for has its Chinese, and every error of ours", () => {
  const codes = [-1, 268487001, 268487002, ...Array.from({ length: 60_000 }, (_, at) => at + 40_000)];
  const known = codes.flatMap((code) => [meaningOf(code), remedyOf(code)]).filter((one) => one !== undefined);
  expect(known.length).toBeGreaterThan(100);
  expect(known.filter((english) => !Object.hasOwn(wechat, english))).toEqual([]);
  expect(Object.values(errors).filter(({ message }) => !Object.hasOwn(texts, message))).toEqual([]);
});

/** Chinese may name a value once that English names twice. */
const distinct = (text: string): string => [...new Set(placesIn(text))].join(" ");
const placesIn = (text: string): string[] => [...text.matchAll(/\{[\w-]+\}/g)].map(String).sort();

// A placeholder may be elsewhere in the other language, but none may be missing.
test("both languages have the same places", () => {
  const differing = Object.entries(texts).filter(([english, chinese]) => distinct(english) !== distinct(chinese));
  expect(differing.map(([english]) => english)).toEqual([]);
  for (const { message, ...more } of Object.values(findings))
    for (const [english, chinese] of [message, ...("remedy" in more ? [more.remedy] : [])])
      expect(placesIn(chinese)).toEqual(placesIn(english));
});

test("Chinese is written as Chinese: its own stops, its own quotes, and 你", () => {
  const odd = [
    ...Object.entries(texts),
    ...Object.entries(findings).flatMap(([id, kind]) => [
      [id, kind.message[1]],
      [id, "remedy" in kind ? kind.remedy[1] : ""],
    ]),
  ];
  const wrong = odd.filter(([, chinese = ""]) =>
    /您|新人|[「」『』]|\p{Script=Han}[,;:?!.](?!\d|[a-z]{2,4}\b)|\p{Script=Han}"(?!,|\})/u.test(chinese),
  );
  expect(wrong).toEqual([]);
});

test("what a lower layer said is recognised, whichever sentence it is, with its values", () => {
  const { translated } = createSay("zh-CN");
  const wrong = [...lower]
    .map((english) => [english, texts[english] ?? ""] as const)
    .filter(([english, chinese]) => {
      const values = Array.from({ length: 6 }, (_, at) => `/srv/v${at}`);
      return (
        translated(filled(english, values)) !== filled(chinese, values) &&
        /\p{L}{2}/u.test(english.replace(/\{\d\}/g, ""))
      );
    });
  expect(wrong).toEqual([]);
});

test("values are sentences too, and one sentence may follow another", () => {
  const { translated } = createSay("zh-CN");
  expect(
    translated(
      'is missing, and safe mode needs the EncodingAESKey. Set it, or SAOMA_WX1_AES_KEY; or ask for plain pushes with mode: "plain".',
    ),
  ).toBe(
    '没有写，而 safe 模式要用 EncodingAESKey。写在这里，或设 SAOMA_WX1_AES_KEY；也可以用 mode: "plain" 改收明文推送。',
  );
  expect(translated('must be "service" or "test". Did you mean "test"?')).toBe(
    '必须是 "service" 或 "test"。是不是 “test”？',
  );
  expect(
    translated(
      "cannot be run, at /srv/saoma.config.mts:5:3: Unexpected token '}'. Run `npm install saoma` in that folder.",
    ),
  ).toBe("运行不了，在 /srv/saoma.config.mts:5:3：Unexpected token '}'。在那个目录里运行 `npm install saoma`。");
  expect(
    translated(
      "cannot be run, at /srv/saoma.config.mts:7:22: no simulator answers at http://127.0.0.1:7090: start it there with saoma simulator.",
    ),
  ).toBe(
    "运行不了，在 /srv/saoma.config.mts:7:22：http://127.0.0.1:7090 没有模拟器应答：请用 saoma simulator 在那里启动。",
  );
  expect(translated("what nobody wrote down")).toBe("what nobody wrote down");
  expect(createSay("en").translated("is missing. Set it.")).toBe("is missing. Set it.");
});

test("a sentence of the configuration is translated with a capital, too; an unknown one stays as it is", () => {
  const { translated } = createSay("zh-CN");
  const rest = "o trustedProxies are named: behind a proxy, all visitors share the limits of one address";
  expect(translated(`N${rest}`)).toBe(translated(`n${rest}`));
  expect(translated(`N${rest}`)).not.toMatch(/visitors/);
  expect(translated("Nobody knows this sentence")).toBe("Nobody knows this sentence");
});
