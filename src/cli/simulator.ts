// `saoma simulator`.

import { readFileSync } from "node:fs";
import { askedToStop } from "../server/stop-signal.ts";
import { parseWorld, serveSimulator, type World } from "../simulator/index.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./failure.ts";
import { listenOn, readPort } from "./ports.ts";
import { announce, openable } from "./running.ts";
import { say } from "./say.ts";

const defaultPort = 7090;

export const run: Command["run"] = async ({ world, port, host = "127.0.0.1" }) => {
  const asked = readPort(port, "--port") ?? defaultPort;
  const options = { host, log: (line: string) => console.error(line), ...(world ? { world: readWorld(world) } : {}) };
  const served = await listenOn(asked, (port) => serveSimulator({ ...options, port }));
  const stop = askedToStop();
  announce("simulator", openable(host, Number(new URL(served.url).port)));
  await stop;
  await served.close();
};

/** Reads a world from a file. */
export function readWorld(file: string): World {
  const text = readText(file);
  try {
    return parseWorld(JSON.parse(text));
  } catch (error) {
    throw new CommandError(say`${file} is no world: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(say`${file} cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
