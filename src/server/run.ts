// `saoma.run(server)`: what an app's process has to do at its beginning and at its end.
import type { Server } from "node:http";
import type { Clock } from "../base/clock.ts";
import { languageOf } from "../base/terminal-language.ts";
import type { Log } from "../ports/log.ts";
import { prepareGracefulClose } from "./close-server.ts";
import { askedToStop } from "./stop-signal.ts";

/** Requests that are under way when the process is asked to stop have this long, in milliseconds. */
const patience = 10_000;

/** What of the service is needed to run it. */
interface Running {
  readonly clock: Clock;
  readonly log: Log;
  attach(server: Server): () => void;
  ready(): Promise<void>;
  drain(): void;
  close(): Promise<void>;
}

/** Serves until the process is asked to stop, and closes everything. Does not reject: it sets the exit code. */
export async function runUntilStopped(server: Server, { clock, log, ...saoma }: Running): Promise<void> {
  const stopped = askedToStop();
  saoma.attach(server);
  const closeServer = prepareGracefulClose(server, clock);
  const [port] = await Promise.all([listening(server), saoma.ready()]).catch(failed);
  if (port !== undefined) {
    log.info({ port }, "listening");
    await stopped;
    log.info({}, "stopping: no new requests; running ones are finished");
  }
  saoma.drain();
  await closeServer(patience);
  await saoma.close();
}

/** The port, or the path of a socket, once the server listens. Rejects with a sentence where it cannot. */
function listening(server: Server): Promise<number | string> {
  const address = server.address();
  if (address !== null) return Promise.resolve(typeof address === "string" ? address : address.port);
  return new Promise((resolve, reject) => {
    server.once("listening", () => resolve(listening(server)));
    server.once("error", (error) => reject(new CannotListen(reasonOf(error), { cause: error })));
  });
}

class CannotListen extends Error {}

function reasonOf({ code, port, message }: Error & { readonly code?: string; readonly port?: number }): string {
  const isChinese = languageOf(process.argv.slice(2), process.env) === "zh-CN";
  if (code === "EADDRINUSE")
    return isChinese
      ? `端口 ${port} 被别的进程占用了。停掉那个进程，或者换一个端口。`
      : `Port ${port} is taken by another process. Stop that one, or listen on another port.`;
  return isChinese ? `服务器没法监听：${message}` : `The server cannot listen: ${message}`;
}

/** What kept the service from starting was logged where it happened. */
function failed(error: unknown): [] {
  process.exitCode = 1;
  if (error instanceof CannotListen) console.error(error.message);
  return [];
}
