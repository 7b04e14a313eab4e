// `saoma dev`.
import { askedToStop } from "../server/stop-signal.ts";
import type { Command } from "./command.ts";
import { openDevHouse } from "./dev-environment.ts";
import { readPort } from "./ports.ts";
import { announce } from "./running.ts";

export const run: Command["run"] = async ({ port, host: asked = "127.0.0.1" }) => {
  // The printed address is the only origin. Requests to `localhost` are redirected there.
  const host = asked === "localhost" ? "127.0.0.1" : asked;
  const { SAOMA_DATA = ".saoma", SAOMA_PORT, SAOMA_SIMULATOR_PORT } = process.env;
  const simulatorPort = readPort(SAOMA_SIMULATOR_PORT, "SAOMA_SIMULATOR_PORT");
  const servicePort = readPort(port, "--port") ?? readPort(SAOMA_PORT, "SAOMA_PORT");
  const portName = port === undefined ? "SAOMA_PORT" : "--port";
  await using house = await openDevHouse({ host, servicePort, portName, simulatorPort, folder: SAOMA_DATA });
  const stopped = askedToStop();
  announce("dev", house.origin);
  await stopped;
};
