import { english } from "../../base/english.ts";
import { refused } from "./failure.ts";

/** The parts of `@redis/client` that Saoma uses. Operators with Redis or Valkey install it beside Saoma. */
export interface Driver {
  createClient(options: object): Client;
}

export interface Client {
  connect(): Promise<unknown>;
  sendCommand(command: readonly string[]): Promise<unknown>;
  subscribe(channel: string, onMessage: (message: string) => void): Promise<unknown>;
  /** Ends the connection at once. */
  destroy(): void;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Imports an installed package by its name. */
export type LoadDriver = (name: string) => Promise<unknown>;

const imported: LoadDriver = (name) => import(name);

/**
 * Loads the driver, only if Redis is configured.
 *
 * Fails with a sentence that says what to install.
 */
export async function loadDriver(load: LoadDriver = imported): Promise<Driver> {
  try {
    const module = (await load("@redis/client")) as Driver | { readonly default: Driver };
    return "default" in module ? module.default : module;
  } catch (cause) {
    throw refused(english`Redis needs a package that is not installed. Run: npm install @redis/client@6`, cause);
  }
}
