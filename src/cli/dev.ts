import { type Listener, listen, type NodeHandler } from "../server/listener.ts";
import { createLog } from "../server/log.ts";
import { createSaoma, type Saoma } from "../server/saoma.ts";
import { type ServedSimulator, serveSimulator } from "../simulator/index.ts";
import type { Command } from "./command.ts";
import { createDemoSite, miniProgramPath } from "./demo-site.ts";
import { openDevFolder } from "./dev-folder.ts";
import { devOptions } from "./dev-options.ts";
import { type SimulatedAccounts, setUpAccount, simulatedAccounts } from "./dev-simulator.ts";
import { listenFrom, listenOn, readPort } from "./ports.ts";
import { announce, askedToStop, openable } from "./running.ts";

export const run: Command["run"] = async ({ port, host: asked = "127.0.0.1" }) => {
  // The printed address is the one origin, and `localhost` is sent there.
  const host = asked === "localhost" ? "127.0.0.1" : asked;
  const { SAOMA_DATA = ".saoma", SAOMA_PORT, SAOMA_SIMULATOR_PORT } = process.env;
  const simulatorPort = readPort(SAOMA_SIMULATOR_PORT, "SAOMA_SIMULATOR_PORT");
  const servicePort = readPort(port, "--port") ?? readPort(SAOMA_PORT, "SAOMA_PORT");
  await using running = new AsyncDisposableStack();
  const folder = openDevFolder(SAOMA_DATA);
  const simulated = await startSimulator(simulatorPort, host);
  running.defer(() => simulated.close());
  const site = await startSite(servicePort, host);
  running.defer(() => site.listener.close());
  const origin = openable(host, site.listener.port);
  const accounts = await simulatedAccounts(simulated.url);
  const saoma = createSaoma(devOptions(origin, folder, accounts, simulated.url), {
    log: createLog({ level: "warn" }),
  });
  running.defer(() => stop(saoma, site.listener));
  await saoma.ready();
  await setUpAccounts(simulated.url, origin, accounts);
  saoma.attach(site.listener.server);
  site.open(createDemoSite({ saoma, origin, phoneUrl: `${simulated.url}/`, accounts }));
  const stopped = askedToStop();
  announce("dev", origin);
  await stopped;
};

/** Every account but the 网站应用, to which nothing is pushed. The mini-program shows the sample's page. */
async function setUpAccounts(simulator: string, origin: string, accounts: SimulatedAccounts): Promise<void> {
  const { service, subscription, "mini-program": miniProgram } = accounts;
  const pushUrl = ({ appid }: { appid: string }) => `${origin}/wechat/${appid}/push`;
  await Promise.all([
    ...[service, subscription].map((one) => setUpAccount(simulator, one.appid, { pushUrl: pushUrl(one) })),
    setUpAccount(simulator, miniProgram.appid, {
      pushUrl: pushUrl(miniProgram),
      previewUrl: origin + miniProgramPath,
    }),
  ]);
}

async function startSimulator(port: number | undefined, host: string): Promise<ServedSimulator> {
  const on = (port: number) => serveSimulator({ port, host });
  const served = await (port === undefined ? listenFrom(7090, on) : listenOn(port, on));
  const url = openable(host, Number(new URL(served.url).port));
  served.simulator.control.patchSettings({ urlLinks: `${url}/wxaurl` });
  return { ...served, url };
}

/** Its port is part of the service's configuration, so it listens before there is a service. */
async function startSite(port: number | undefined, host: string) {
  let handler: NodeHandler = (_, response) => void response.writeHead(503, { "retry-after": "1" }).end();
  const on = (port: number): Promise<Listener> =>
    listen({ port, host, handler: (request, response) => handler(request, response), onError: console.error });
  return {
    listener: await (port === undefined ? listenFrom(7080, on) : listenOn(port, on)),
    open(site: NodeHandler) {
      handler = site;
    },
  };
}

async function stop(saoma: Saoma, listener: Listener): Promise<void> {
  saoma.drain();
  await listener.close();
  await saoma.close();
}
