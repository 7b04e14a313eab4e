import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Place } from "./place.ts";
import { type Fared, visit } from "./visitors.ts";

/** What a flood did. */
export interface Flooded {
  readonly visitors: Fared;
  /** What the flood heard, by status. */
  readonly heard: ReadonlyMap<string, number>;
  /** Of its connections, those that the service had not ended by then. */
  readonly held: number;
  /** Bytes that the service held more of at the end. */
  readonly growth: number;
}

const source = fileURLToPath(new URL("source.ts", import.meta.url));

/** Lets visitors sign in while the flood of this name comes: at least so many, and at least so long. */
export async function endure(
  place: Place,
  name: string,
  { strength, least, ms }: { readonly strength: number; readonly least: number; readonly ms: number },
): Promise<Flooded> {
  const before = await place.memory();
  const { port, account } = place;
  const flood = fork(source, [JSON.stringify({ name, port, appid: account.appid, strength })]);
  await once(flood, "message");
  const until = performance.now() + ms;
  const visitors = await visit(place, least, () => performance.now() > until);
  flood.send({});
  const [{ heard, held }] = await once(flood, "message");
  const growth = (await place.memory()) - before;
  const over = once(flood, "exit");
  flood.disconnect();
  await over;
  return { visitors, heard: new Map(heard), held, growth };
}
