// `npm run test:fast`: the tests that a change most often breaks, in under two minutes on two idle cores. Suites that
// start processes, third-party servers or long searches run only in `npm test`. Further arguments are passed to Vitest.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = new URL("../", import.meta.url).pathname;

/** The slow parts of `test/`, with the reason. */
export const slow: Readonly<Record<string, string>> = {
  adapters: "kills and power cuts of processes that write",
  attack: "attacks from many sides, by the hundred",
  cli: "starts the command line for each sentence",
  connect: "other people's servers",
  docs: "runs the pages",
  flood: "a flood",
  "flow/bind-phone.test.ts": "a long flow",
  "flow/code-rates.test.ts": "ten thousand live codes",
  "flow/linking.test.ts": "a long flow",
  "flow/not-mine.test.ts": "a long flow",
  "flow/older-and-younger.test.ts": "a long flow",
  "flow/openid.test.ts": "a long flow",
  "flow/openid-sso.test.ts": "an OpenID provider and its clients",
  "flow/openid-tokens.test.ts": "an OpenID provider and its clients",
  "flow/union-chat.test.ts": "a long flow",
  fuzz: "pushes by grammar and by bytes",
  generators: "a linter and a client generator of others",
  history: "calls at several instances, and a search for their order",
  model: "searches all states",
  monitoring: "promtool",
  oidc: "an OpenID provider and its clients",
  race: "64 at once",
  "repo/api.test.ts": "compiles every entry",
  "repo/docstrings.test.ts": "compiles every example",
  "repo/quick-start.test.ts": "starts `saoma init` and `config check` for each page",
  simulator: "a tower of its own, over HTTP",
  sms: "SDKs of two clouds",
  testing: "the contract of stores, on each",
  "third-party": "SDKs of others",
  "widget/types.test.ts": "a compiler for each framework",
};

/** The patterns for `exclude` of `vitest.config.ts`. */
export const excluded = Object.keys(slow)
  .map((path) => `test/${path}${path.endsWith(".ts") ? "" : "/**"}`)
  .join(",");

if (import.meta.main) {
  const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "unit", ...process.argv.slice(2)];
  const env = { ...process.env, SAOMA_TEST_EXCLUDE: excluded };
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env }).status ?? 1;
}
