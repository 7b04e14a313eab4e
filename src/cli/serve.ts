// `saoma serve`.

import { sleep, systemClock } from "../base/clock.ts";
import type { Log } from "../ports/log.ts";
import { withDrainDelay } from "../server/drain-delay.ts";
import { type Listener, type ListenOptions, listen } from "../server/listener.ts";
import { createLog } from "../server/log.ts";
import { type LogLines, standardError } from "../server/log-lines.ts";
import { peopleLines } from "../server/people-lines.ts";
import { createSaoma, type Saoma } from "../server/saoma.ts";
import { withStatusPage } from "../server/status-page.ts";
import { askedToStop } from "../server/stop-signal.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { createDoctor } from "./doctor/for-console.ts";
import { CommandError, UsageError } from "./failure.ts";
import { listenOn, readPort } from "./ports.ts";
import { announce, openable } from "./running.ts";
import { say, translated } from "./say.ts";

const defaultPort = 7080;

export const run: Command["run"] = async ({ config, port, host = "127.0.0.1", "drain-delay": delay }) => {
  const drainDelay = readDelay(delay);
  const asked = readPort(port, "--port") ?? defaultPort;
  const log = createLog({ to: linesFor(process.stderr) });
  const options = await readConfiguration(config);
  const saoma = createSaoma(options, { log, doctor: createDoctor(config) });
  try {
    await saoma.ready();
    const admin = await openAdmin(saoma);
    if (admin) log.info({ url: admin.url }, "the operator's listener is open");
    try {
      const handler = withStatusPage(saoma.node, options.origin);
      await serve({ saoma, log, host, handler, port: asked, drainDelay });
    } finally {
      await admin?.close();
    }
  } finally {
    await saoma.close();
  }
};

interface Served extends Omit<ListenOptions, "onError"> {
  readonly saoma: Saoma;
  readonly log: Log;
  /** How long requests are still accepted after the signal to stop, in milliseconds, while `/readyz` fails. */
  readonly drainDelay: number;
}

/** Serves the public port until the process is asked to stop. */
async function serve({ saoma, log, host, handler: inner, port, drainDelay }: Served): Promise<void> {
  const { handler, leave } = withDrainDelay(inner);
  const onError = (err: unknown) => log.error({ err }, "a request failed");
  const listener = await listenOn(port, (port) => listen({ port, host, handler, onError }));
  saoma.attach(listener.server);
  const stop = askedToStop();
  announce("serve", openable(host, listener.port));
  await stop;
  if (drainDelay > 0) {
    log.info({ seconds: drainDelay / 1000 }, "draining: /readyz answers 503, everything else is served");
    leave();
    await sleep(systemClock, drainDelay);
  }
  log.info({}, "stopping: no new requests; running ones are finished");
  saoma.drain();
  await listener.close();
}

function readDelay(text = "0"): number {
  if (/^\d{1,3}$/.test(text)) return Number(text) * 1000;
  throw new UsageError(say`--drain-delay must be seconds from 0 to 999, not ${text}`);
}

/** Lines for people at a terminal; JSON for programs elsewhere. */
const linesFor = ({ isTTY }: { readonly isTTY?: boolean }): LogLines =>
  isTTY ? peopleLines(standardError(), { colour: !process.env.NO_COLOR, translated }) : standardError();

/** Opens the operator's listener. Errors name `admin.listen`, because its address comes from the configuration. */
async function openAdmin(saoma: Saoma): Promise<Listener | undefined> {
  try {
    return await saoma.listenAdmin();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(say`cannot listen where admin.listen says: ${why}`, { cause: error });
  }
}
