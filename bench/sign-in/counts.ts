import { join } from "node:path";
import { createClient } from "../load/client.ts";
import { inFolder } from "../measure/folder.ts";
import { startServer } from "../measure/process.ts";
import type { Traces } from "../servers/trace-counter.ts";
import type { Visit, Way } from "./way.ts";

/** The number of visits before the counted one, which fetch WeChat's access token and write the keys. */
const before = 2;

/**
 * Counts the database operations and the written bytes of one sign-in by step, without other load. Unlike times, the
 * counts are the same on every machine.
 */
export const countSteps = (way: Way, wechatOrigin: string): Promise<Traces[]> =>
  inFolder(async (folder) => {
    const given = { path: join(folder, "saoma.db"), mode: "safe", wechatOrigin, counted: true };
    const server = await startServer("saoma", given);
    const client = createClient(server.port);
    let counts: Traces[] = [];
    for (let person = 0; person <= before; person++) {
      counts = [];
      const visit: Visit = { person, kept: new Map() };
      for (const step of way.steps) {
        const sofar = await server.list("traces");
        await step.take(client, visit);
        counts.push((await server.list("traces")).map((count, at) => count - (sofar[at] ?? 0)));
      }
    }
    client.close();
    await server.stop();
    return counts;
  });
