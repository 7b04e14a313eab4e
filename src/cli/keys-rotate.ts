// `saoma keys rotate`.
import { commandLine } from "./actor.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { CommandError, UsageError } from "./failure.ts";
import { say } from "./say.ts";
import { withService } from "./with-service.ts";

export const run: Command["run"] = async ({ config, of = "access-tokens" }) => {
  if (of !== "access-tokens" && of !== "id-tokens")
    throw new UsageError(say`--of must be access-tokens or id-tokens, not ${of}`);
  const { applications = [] } = await readConfiguration(config);
  if (of === "id-tokens" && !applications.some(({ openid }) => openid))
    throw new CommandError(say`no application is a client of OpenID: there is no key of ID tokens`);
  await withService(config, async (saoma) => {
    const kid = await saoma.rotateKeys({ ...commandLine, of });
    console.log(say`The new key is ${kid}. It signs from six minutes on.`);
  });
};
