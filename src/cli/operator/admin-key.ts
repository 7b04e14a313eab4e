import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";

/** The names that the audit log uses for operators without a stored key. A key may not have one of these names. */
const taken: ReadonlySet<string> = new Set(["SAOMA_ADMIN_KEY", "application", "person", "invitation"]);

const toldOf = {
  read: (label: string) => say`This is ${label}, and is not shown again. It may look, and change nothing.`,
  write: (label: string) => say`This is ${label}, and is not shown again. It may look and change.`,
  token: (label: string) =>
    say`This is ${label}, and is not shown again. It gets access tokens, and does nothing else.`,
};

export const add: Command["run"] = ({ config, label = "", right = "read" }) => {
  if (!/^[\w.-]{1,64}$/.test(label))
    throw new UsageError(say`a key's label has 1 to 64 letters, digits, dots, - and _`);
  if (taken.has(label)) throw new UsageError(say`${label} names another actor in the audit. Choose another label`);
  if (right !== "read" && right !== "write" && right !== "token")
    throw new UsageError(say`--right must be read, write or token, not ${right}`);
  return withService(config, async ({ operator }) => {
    const key = await operator.addKey(label, right, commandLine);
    if (key === undefined) throw new CommandError(say`there was a key ${label} before. Choose another label`);
    console.log(key);
    console.error(toldOf[right](label));
  });
};

export const list: Command["run"] = ({ config }) =>
  withService(config, async ({ operator }) => {
    const keys = [...(await operator.keys())].sort((a, b) => a.createdAt - b.createdAt);
    for (const { label, right, createdAt, endedAt } of keys) {
      const ended = endedAt === undefined ? "" : say`, ended ${new Date(endedAt).toISOString()}`;
      console.log(say`${label}  ${right}  since ${new Date(createdAt).toISOString()}${ended}`);
    }
  });

export const end: Command["run"] = ({ config, label = "" }) =>
  withService(config, async ({ operator }) => {
    if (!(await operator.endKey(label, commandLine))) throw new CommandError(say`there is no key ${label} that lives`);
    console.log(say`${label} opens nothing any more.`);
  });
