// `saoma keys rotate`.
import { commandLine } from "./actor.ts";
import type { Command } from "./command.ts";
import { say } from "./say.ts";
import { withService } from "./with-service.ts";

export const run: Command["run"] = ({ config }) =>
  withService(config, async (saoma) => {
    console.log(say`The new key is ${await saoma.rotateKeys(commandLine)}. It signs from six minutes on.`);
  });
