import { english } from "../../base/english.ts";
import { refused } from "./failure.ts";

/** The parts of `pg` that Saoma uses. Operators with PostgreSQL install it beside Saoma. */
export interface Driver {
  readonly Client: new (options: object) => Client;
}

export interface Client {
  /** The process id of the server's backend. */
  readonly processID: number | null;
  connect(): Promise<unknown>;
  query(query: string | Query): Promise<Result>;
  end(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  on(event: "notification", listener: (message: Notification) => void): unknown;
}

export interface Query {
  /** The name under which each connection prepares the statement once. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export interface Result {
  /** The command that ran, such as `COMMIT`. */
  readonly command: string;
  readonly rows: readonly Record<string, unknown>[];
  readonly rowCount: number | null;
}

export interface Notification {
  /** The process id of the backend that sent it. */
  readonly processId: number;
  readonly payload?: string;
}

/** Imports an installed package by its name. */
export type LoadDriver = (name: string) => Promise<unknown>;

const imported: LoadDriver = (name) => import(name);

/**
 * Loads the driver, only if PostgreSQL is configured.
 *
 * Fails with a sentence that says what to install.
 */
export async function loadDriver(load: LoadDriver = imported): Promise<Driver> {
  try {
    const module = (await load("pg")) as Driver | { readonly default: Driver };
    return "default" in module ? module.default : module;
  } catch (cause) {
    throw refused(english`PostgreSQL needs a package that is not installed. Run: npm install pg@8`, cause);
  }
}
