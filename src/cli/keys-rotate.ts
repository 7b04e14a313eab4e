import type { Command } from "./command.ts";
import { withService } from "./with-service.ts";

export const run: Command["run"] = ({ config }) =>
  withService(config, async (saoma) => {
    console.log(`The new key is ${await saoma.rotateKeys()}. It signs from six minutes on.`);
  });
