// The proxy runs in a thread of its own, so that a busy process does not delay the connection that it measures.
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

let delay = 0;
parentPort?.on("message", (ms: number) => {
  delay = ms;
});

function carry(from: Socket, into: Socket): void {
  let before: Promise<unknown> = Promise.resolve();
  from.on("data", (data) => {
    if (delay === 0) return into.write(data);
    before = Promise.all([before, sleep(delay)]).then(() => into.destroyed || into.write(data));
    return undefined;
  });
  from.on("error", () => {}).on("close", () => into.destroy());
}

const listener = createServer({ noDelay: true }, (client) => {
  const server = connect({ port: Number(workerData), host: "127.0.0.1", noDelay: true });
  carry(client, server);
  carry(server, client);
});
listener.listen(0, "127.0.0.1", () => {
  const address = listener.address();
  parentPort?.postMessage(typeof address === "object" && address ? address.port : 0);
});
