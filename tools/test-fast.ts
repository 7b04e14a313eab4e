// `npm run test:fast`: what a change most often breaks, in under two minutes on two idle cores. Folders that start
// processes, servers of others or long searches wait for `npm test`. More arguments go to Vitest.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = new URL("../", import.meta.url).pathname;

/** Folders of `test/` that take long, and what takes it. */
export const slow: Readonly<Record<string, string>> = {
  adapters: "kills and power cuts of processes that write",
  attack: "attacks from many sides, by the hundred",
  cli: "starts the command line for each sentence",
  connect: "other people's servers",
  docs: "runs the pages",
  flood: "a flood",
  fuzz: "pushes by grammar and by bytes",
  generators: "a linter and a client generator of others",
  model: "searches all states",
  monitoring: "promtool",
  oidc: "an OpenID provider and its clients",
  race: "64 at once",
  "third-party": "SDKs of others",
};

if (import.meta.main) {
  const excluded = Object.keys(slow).map((folder) => `--exclude=test/${folder}/**`);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project", "unit", ...excluded, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;
}
