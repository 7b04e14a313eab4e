// `saoma console`: makes a link to the operator's console, lists who is in it, and ends their sessions.
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { readConfiguration } from "../configuration.ts";
import { CommandError, UsageError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";

export const link: Command["run"] = async ({ config, name = "operator", right = "write" }) => {
  if (!/^[\w.-]{1,64}$/.test(name)) throw new UsageError(say`--name has 1 to 64 letters, digits, dots, - and _`);
  if (right !== "read" && right !== "write") throw new UsageError(say`--right must be read or write, not ${right}`);
  const { admin } = await readConfiguration(config);
  if (!admin)
    throw new CommandError(say`there is no console: set \`admin\` in the configuration, then restart the service`);
  await withService(config, async ({ operator }) => {
    const code = await operator.console.link(name, right, commandLine);
    console.log(`${admin.origin ?? `http://${admin.listen}`}/console/enter?code=${code}`);
    console.error(
      say`Good once, for ten minutes. Whoever opens it is in the console: open it yourself, and pass it to nobody.`,
    );
  });
};

export const listSessions: Command["run"] = ({ config }) =>
  withService(config, async ({ operator }) => {
    for (const { kind, actor, right, createdAt, expiresAt } of await operator.console.list()) {
      const [since, until] = [createdAt, expiresAt].map((at) => new Date(at).toISOString());
      const what = kind === "link" ? say`a link, not opened yet` : say`signed in`;
      console.log(say`${actor}  ${right}  ${what}, since ${since} until ${until}`);
    }
  });

export const endSessions: Command["run"] = ({ config, name = "" }) =>
  withService(config, async ({ operator }) => {
    const ended = await operator.console.end(name, commandLine);
    if (ended === 0) throw new CommandError(say`nobody is in the console by the name ${name}`);
    console.log(say`${name} is signed out of the console: sessions and links ended: ${ended}.`);
  });
