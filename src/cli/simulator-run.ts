// Runs a program beside the simulator, in a network where WeChat's hosts are the simulator.
import type { Command } from "./command.ts";
import { CommandError } from "./failure.ts";
import { listenFrom, listenOn, type PortAdvice, readPort } from "./ports.ts";
import { say } from "./say.ts";
import { makeRunFolder, type RunFolder, runFolder } from "./simulator-run/folder.ts";
import { forward } from "./simulator-run/forward.ts";
import { areAllHere, hostsLine } from "./simulator-run/hosts.ts";
import { privateNetwork } from "./simulator-run/namespace.ts";
import { runProgram } from "./simulator-run/program.ts";
import { runWithSimulator } from "./simulator-run/with-simulator.ts";

/**
 * Environment variables that pass the run's folder, and the outside address of the phones, to the process inside the
 * private network.
 */
const [insideOf, shownAt] = ["SAOMA_SIMULATOR_RUN", "SAOMA_SIMULATOR_RUN_AT"] as const;
/** The port of the phones inside the private network, where all ports are free. */
const phonesInside = 7090;

export const run: Command["run"] = async (values, program = []) => {
  const { world, port: asked } = values;
  const forwarded = readForwarded(values.forward);
  const inside = process.env[insideOf];
  if (inside !== undefined) {
    const reachable = [phonesInside, ...forwarded];
    const phones = { port: phonesInside, address: process.env[shownAt] };
    return runWithSimulator(program, { folder: runFolder(inside), world, ...phones, reachable });
  }
  const folder = makeRunFolder();
  try {
    const network = privateNetwork(folder);
    const port = readPort(asked, "--port");
    if ("command" in network) return await runInside(network.command, { folder, port, forwarded });
    if (!(await areAllHere())) throw new CommandError(withoutNetwork(network.reason));
    return await runWithSimulator(program, { folder, world, port: port ?? phonesInside, reachable: [] });
  } finally {
    folder.remove();
  }
};

function readForwarded(ports: string | undefined): number[] {
  return (ports ?? "").split(",").flatMap((port) => readPort(port.trim(), "--forward") ?? []);
}

interface Inside {
  readonly folder: RunFolder;
  readonly port: number | undefined;
  readonly forwarded: readonly number[];
}

/** Runs this command again inside the private network, and forwards ports from outside. */
async function runInside(command: readonly string[], { folder, port, forwarded }: Inside): Promise<number> {
  const reach = (inside: number) => (here: number) =>
    forward({ port: here, host: "127.0.0.1" }, { path: folder.socket(inside) });
  const phones =
    port === undefined ? await listenFrom(7090, reach(phonesInside)) : await listenOn(port, reach(phonesInside));
  const others = await Promise.all(forwarded.map((one) => listenOn(one, reach(one), letProgramMove)));
  const run = { [insideOf]: folder.path, [shownAt]: `http://127.0.0.1:${phones.port}` };
  try {
    const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    return await runProgram([...command, ...again], { ...process.env, ...run });
  } finally {
    for (const { close } of [phones, ...others]) close();
  }
}

/** A forwarded port has the same number inside and outside, so the advice is to move the program's port. */
const letProgramMove: PortAdvice = (other) =>
  say`Stop that one, or let your program listen on another port and name that: --forward ${other}.`;

const withoutNetwork = (reason: string): string =>
  [
    say`there is no private network here (${reason}).`,
    say`Put this line into /etc/hosts, run the command again as a user who may listen on port 443, and remove it afterwards:`,
    "",
    hostsLine,
  ].join("\n");
