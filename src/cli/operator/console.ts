// Makes a link to the operator's console.
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
