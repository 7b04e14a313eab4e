/** A simulator behind a port, and a service beside it that an SDK answers for. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";

type Account = ReturnType<ServedSimulator["simulator"]["world"]>["accounts"][number];
type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

export interface Stage extends AsyncDisposable {
  /** The address of all of WeChat's hosts, such as `http://127.0.0.1:7090`. */
  readonly url: string;
  readonly simulator: ServedSimulator["simulator"];
  account(kind: Account["kind"]): Account;
  /** Lets the SDK answer the account's pushes. The simulator verifies the address first, as WeChat's console does. */
  serve(account: Account, mode: Account["mode"], listener: Listener): Promise<void>;
  /** Opens a page of WeChat on a person's phone and allows what it asks for. Returns the URL that it redirects to. */
  allow(person: string, address: string): Promise<URL>;
}

export async function openStage(): Promise<Stage> {
  const { url, simulator, close } = await serveSimulator({ port: 0, host: "127.0.0.1" });
  const closing = [close];
  return {
    url,
    simulator,
    account(kind) {
      const found = simulator.world().accounts.find((account) => account.kind === kind);
      if (found === undefined) throw new Error(`no ${kind}`);
      return found;
    },
    async serve(account, mode, listener) {
      const service = await listen(listener);
      closing.unshift(service.close);
      await simulator.control.patchAccount(account.appid, { pushUrl: `${service.url}/push`, mode }, true);
    },
    async allow(person, address) {
      const page = new URL(address);
      const here = new URL(page.pathname + page.search, url);
      const cookie = `simulator_person=${person}`;
      const asked = await fetch(here, { headers: { cookie }, redirect: "manual" });
      const body = new URLSearchParams({ allow: "1" });
      const answered =
        asked.status === 302
          ? asked
          : await fetch(here, { method: "POST", headers: { cookie }, body, redirect: "manual" });
      return new URL(answered.headers.get("location") ?? `about:blank?${await answered.text()}`);
    },
    async [Symbol.asyncDispose]() {
      for (const each of closing) await each();
    },
  };
}

async function listen(listener: Listener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    Promise.resolve(listener(incoming, outgoing)).catch((error) => outgoing.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
