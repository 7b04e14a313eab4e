import type { SaomaOptions } from "../server/config.ts";
import { loadConfigFile } from "../server/config-file.ts";
import { createLog } from "../server/log.ts";
import { createSaoma, type Saoma } from "../server/saoma.ts";

/** Does something with the configured service's database, beside a running service or alone. */
export async function withService(config: string | undefined, act: (saoma: Saoma) => Promise<void>): Promise<void> {
  const options = (await loadConfigFile(config, process.cwd())) as SaomaOptions;
  const saoma = createSaoma(options, { log: createLog({ level: "error" }) });
  try {
    await saoma.ready();
    await act(saoma);
  } finally {
    await saoma.close();
  }
}
