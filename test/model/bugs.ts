import { forgetting } from "./bugs/forgetting.ts";
import { forging } from "./bugs/forging.ts";
import { reviving } from "./bugs/reviving.ts";
import { stealing } from "./bugs/stealing.ts";
import { unpairing } from "./bugs/unpairing.ts";
import type { Fault } from "./service.ts";

/** A rule that is broken on purpose, to see that the search finds it. */
export interface Bug {
  readonly name: string;
  /** The kind of mistake it stands for, as made elsewhere. */
  readonly stands: string;
  readonly fault: Fault;
  /** The only small world that can show it; without one they are walked in order. */
  readonly world?: string;
}

export const bugs: readonly Bug[] = [...stealing, ...reviving, ...forgetting, ...forging, ...unpairing];
