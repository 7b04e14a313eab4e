import type { Flood } from "./floods.ts";
import type { Place } from "./place.ts";
import { createHose } from "./pour.ts";
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

/** Lets visitors sign in while it floods: at least so many, and at least so long. */
export async function endure(
  place: Place,
  flood: Flood,
  { strength, least, ms }: { readonly strength: number; readonly least: number; readonly ms: number },
): Promise<Flooded> {
  const before = await place.memory();
  const hose = createHose(place.port);
  const stop = flood(hose, place, strength);
  const until = performance.now() + ms;
  const visitors = await visit(place, least, () => performance.now() > until);
  stop();
  const [held, growth] = [hose.held(), (await place.memory()) - before];
  hose.close();
  return { visitors, heard: hose.heard, held, growth };
}
