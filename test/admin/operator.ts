import type { SaomaOptions } from "../../src/server/config/config.ts";
import type { Listener } from "../../src/server/listener.ts";
import { type Stage, type StageOptions, setStage } from "../stage/stage.ts";

/** The first key of the tests' listeners. */
export const firstKey = "Yq2mV8rT5wX1zB7nL3pK9cD6fG4hJ0sA-first";

export interface AdminStage extends Stage {
  readonly listener: Listener;
  /** Sends a request to the operator's listener, with or without a key. */
  ask(path: string, options?: AskOptions): Promise<Response>;
}

export interface AskOptions {
  readonly method?: string;
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A stage whose service has an operator's listener on a free loopback port. */
export async function setAdminStage(
  admin: Partial<NonNullable<SaomaOptions["admin"]>> = {},
  stageOptions: StageOptions = {},
): Promise<AdminStage> {
  const options = { ...stageOptions.options, admin: { listen: "127.0.0.1:0", key: firstKey, ...admin } };
  const stage = await setStage({ ...stageOptions, options });
  const listener = await stage.saoma.listenAdmin();
  if (!listener) throw new Error("there is no listener");
  const { close } = stage;
  return Object.assign(stage, {
    listener,
    ask: (path: string, { method = "GET", key, headers = {}, body }: AskOptions = {}) =>
      fetch(`http://127.0.0.1:${listener.port}${path}`, {
        method,
        headers: {
          ...headers,
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async close() {
      await listener.close(0);
      await close();
    },
  });
}
