// Starts the simulator inside the private network, and the program beside it.
import { readFileSync } from "node:fs";
import { serveSimulator } from "../../simulator/index.ts";
import { listenOn } from "../ports.ts";
import { say } from "../say.ts";
import { readWorld } from "../simulator.ts";
import { environmentOf } from "./environment.ts";
import type { RunFolder } from "./folder.ts";
import { forward } from "./forward.ts";
import { runProgram } from "./program.ts";

export interface RunOptions {
  readonly folder: RunFolder;
  /** The file of the world. Absent: the default world. */
  readonly world: string | undefined;
  /** The port of the phones page; and its port outside of the namespace, if that differs. */
  readonly port: number;
  readonly address?: string | undefined;
  /** Ports of this network that are reached from outside, through the run's folder. */
  readonly reachable: readonly number[];
}

const https = 443;
/** WeChat's hosts are called on no other port. */
const stopIt = () => say`Stop that one: WeChat's hosts are called on this port.`;

/** Runs a program beside a simulator that serves WeChat's hosts in this network, and returns its exit code. */
export async function runWithSimulator(program: readonly string[], options: RunOptions): Promise<number> {
  const { folder, world, port, reachable } = options;
  const host = "127.0.0.1";
  const tls = { key: readFileSync(folder.key, "utf8"), cert: readFileSync(folder.cert, "utf8"), port: https };
  const given = { host, port, tls, ...(world ? { world: readWorld(world) } : {}) };
  const served = await listenOn(https, () => serveSimulator({ ...given, log: (line) => console.error(line) }), stopIt);
  const ways = await Promise.all(
    reachable.map((inside) => forward({ path: folder.socket(inside) }, { port: inside, host })),
  );
  // Standard output belongs to the program.
  console.error(`saoma simulator ready on ${options.address ?? served.url}`);
  try {
    return await runProgram(program, environmentOf(folder, process.env));
  } finally {
    for (const { close } of ways) close();
    await served.close();
  }
}
