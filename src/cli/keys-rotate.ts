import type { SaomaOptions } from "../server/config.ts";
import { loadConfigFile } from "../server/config-file.ts";
import { createLog } from "../server/log.ts";
import { createSaoma } from "../server/saoma.ts";
import { type Command, configured } from "./command.ts";

export const keysRotate: Command = {
  name: "keys rotate",
  summary: "give access tokens a new signing key",
  details: [
    "The new key is published at once and used in five minutes; the old one stays published until the last token",
    "it signed is over. A running service takes notice by itself, and nobody is signed out.",
  ],
  options: configured,
  async run({ config }) {
    const options = (await loadConfigFile(config, process.cwd())) as SaomaOptions;
    const saoma = createSaoma(options, { log: createLog({ level: "error" }) });
    try {
      await saoma.ready();
      console.log(`The new key is ${await saoma.rotateKeys()}. It signs from five minutes on.`);
    } finally {
      await saoma.close();
    }
  },
};
