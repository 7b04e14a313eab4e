import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FloodHarness } from "./harness.ts";
import { type Fared, visit } from "./visitors.ts";

/** The result of a flood. */
export interface Flooded {
  readonly visitors: Fared;
  /** The responses to the flood, by status. */
  readonly statuses: ReadonlyMap<string, number>;
  /** The flood's connections that the service had not ended. */
  readonly held: number;
  /** How much the service's memory grew, in bytes. */
  readonly growth: number;
}

const source = fileURLToPath(new URL("child-process.ts", import.meta.url));

/** Lets visitors sign in during the flood of this name: at least `visitors` people, and for at least `seconds`. */
export async function endure(
  harness: FloodHarness,
  name: string,
  { strength, least, ms }: { readonly strength: number; readonly least: number; readonly ms: number },
): Promise<Flooded> {
  const before = await harness.memory();
  const { port, account } = harness;
  const flood = fork(source, [JSON.stringify({ name, port, appid: account.appid, strength })]);
  await once(flood, "message");
  const until = performance.now() + ms;
  const visitors = await visit(harness, least, () => performance.now() > until);
  flood.send({});
  const [{ statuses, held }] = await once(flood, "message");
  const growth = (await harness.memory()) - before;
  const over = once(flood, "exit");
  flood.disconnect();
  await over;
  return { visitors, statuses: new Map(statuses), held, growth };
}
