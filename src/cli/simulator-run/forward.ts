import { connect, createServer, type ListenOptions, type NetConnectOpts } from "node:net";

/**
 * Forwards connections from `from` to `to`. Either is a port or a Unix socket, which is reachable across network
 * namespaces.
 */
export async function forward(from: ListenOptions, to: NetConnectOpts): Promise<{ port: number; close(): void }> {
  const server = createServer((incoming) => {
    const outgoing = connect(to);
    incoming.pipe(outgoing).pipe(incoming);
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(from, resolve));
  const address = server.address();
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, close: () => void server.close() };
}
