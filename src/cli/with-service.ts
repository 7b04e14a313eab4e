import { createLog } from "../server/log.ts";
import { createSaoma, type Saoma } from "../server/saoma.ts";
import { readConfiguration } from "./configuration.ts";

/** Runs an action with the configured service's database, also while a service is running. */
export async function withService(config: string | undefined, act: (saoma: Saoma) => Promise<void>): Promise<void> {
  const saoma = createSaoma(await readConfiguration(config), { log: createLog({ level: "error" }) });
  try {
    await saoma.ready();
    await act(saoma);
  } finally {
    await saoma.close();
  }
}
