// The service, the simulator and the demo site of `saoma dev`, in one process.
import type { Server } from "node:http";
import { type AsyncStack, createDisposableStack } from "../base/disposable-stack.ts";
import { createDemoSite, miniProgramPath } from "../demo/site.ts";
import { type Listener, listen, type NodeHandler } from "../server/listener.ts";
import { createLog } from "../server/log.ts";
import { createSaoma, type Runtime, type Saoma } from "../server/saoma.ts";
import { type ServedSimulator, type SimulatorOptions, serveSimulator } from "../simulator/index.ts";
import { openDevFolder } from "./dev-folder.ts";
import { devOptions } from "./dev-options.ts";
import { type SimulatedAccounts, setUpAccount, simulatedAccounts } from "./dev-simulator.ts";
import { chooseBy, listenFrom, listenOn, type PortAdvice } from "./ports.ts";
import { openable } from "./running.ts";

export interface DevOptions {
  readonly host: string;
  /** Default: 7080, or the next free port. */
  readonly servicePort?: number | undefined;
  /** The option or variable that set the port. */
  readonly portName?: string;
  /** Default: 7090, or the next free port. */
  readonly simulatorPort?: number | undefined;
  /** The folder of the database. */
  readonly folder: string;
  /** Replaces the machine's own clock and randomness. */
  readonly runtime?: Runtime;
  readonly world?: Pick<SimulatorOptions, "clock" | "world">;
}

/** Simulator, service and demo site, wired together and ready. */
export interface DevHouse extends AsyncDisposable {
  readonly origin: string;
  readonly simulator: string;
  readonly server: Server;
}

export async function openDevHouse(options: DevOptions): Promise<DevHouse> {
  const opened = createDisposableStack();
  try {
    return { ...(await build(options, opened)), [Symbol.asyncDispose]: opened.disposeAsync };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function build(options: DevOptions, opened: AsyncStack): Promise<Omit<DevHouse, keyof AsyncDisposable>> {
  const { host, servicePort, simulatorPort, runtime, world } = options;
  const folder = openDevFolder(options.folder);
  const simulated = await startSimulator(simulatorPort, host, world);
  opened.defer(() => simulated.close());
  const site = await startSite(servicePort, host, chooseBy(options.portName ?? "--port"));
  opened.defer(() => site.listener.close());
  const origin = openable(host, site.listener.port);
  const accounts = await simulatedAccounts(simulated.url);
  const log = createLog({ level: "warn" });
  const saoma = createSaoma(devOptions(origin, folder, accounts, simulated.url), { log, ...runtime });
  opened.defer(() => stop(saoma, site.listener));
  await Promise.all([saoma.ready(), setUpAccounts(simulated.url, origin, accounts)]);
  saoma.attach(site.listener.server);
  site.open(createDemoSite({ saoma, origin, phoneUrl: `${simulated.url}/`, accounts }));
  return { origin, simulator: simulated.url, server: site.listener.server };
}

/** Sets up all accounts except the 网站应用, which receives no pushes. The mini-program shows the page of the sample. */
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

async function startSimulator(
  port: number | undefined,
  host: string,
  world: DevOptions["world"],
): Promise<ServedSimulator> {
  const on = (port: number) => serveSimulator({ port, host, ...world });
  const advice = chooseBy("SAOMA_SIMULATOR_PORT");
  const served = await (port === undefined ? listenFrom(7090, on, advice) : listenOn(port, on, advice));
  const url = openable(host, Number(new URL(served.url).port));
  served.simulator.control.patchSettings({ urlLinks: `${url}/wxaurl` });
  return { ...served, url };
}

/** The port is part of the service's configuration, so the site listens before the service is created. */
async function startSite(port: number | undefined, host: string, advice: PortAdvice) {
  let handler: NodeHandler = (_, response) => void response.writeHead(503, { "retry-after": "1" }).end();
  const on = (port: number): Promise<Listener> =>
    listen({ port, host, handler: (request, response) => handler(request, response), onError: console.error });
  return {
    listener: await (port === undefined ? listenFrom(7080, on, advice) : listenOn(port, on, advice)),
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
