import { listen } from "../server/listener.ts";
import { createLog } from "../server/log.ts";
import { type LogLines, standardError } from "../server/log-lines.ts";
import { peopleLines } from "../server/people-lines.ts";
import { createSaoma } from "../server/saoma.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { listenOn, readPort } from "./ports.ts";
import { announce, askedToStop, openable } from "./running.ts";

const defaultPort = 7080;

export const run: Command["run"] = async ({ config, port, host = "127.0.0.1" }) => {
  const asked = readPort(port, "--port") ?? defaultPort;
  const log = createLog({ to: linesFor(process.stderr) });
  const saoma = createSaoma(await readConfiguration(config), { log });
  try {
    await saoma.ready();
    const onError = (err: unknown) => log.error({ err }, "a request failed");
    const listener = await listenOn(asked, (port) => listen({ port, host, handler: saoma.node, onError }));
    saoma.attach(listener.server);
    const stop = askedToStop();
    announce("serve", openable(host, listener.port));
    await stop;
    log.info({}, "stopping: no new work, what is under way is finished");
    saoma.drain();
    await listener.close();
  } finally {
    await saoma.close();
  }
};

/** Whoever sits at a terminal reads; elsewhere a program does. */
const linesFor = ({ isTTY }: { readonly isTTY?: boolean }): LogLines =>
  isTTY ? peopleLines(standardError(), { colour: !process.env.NO_COLOR }) : standardError();
