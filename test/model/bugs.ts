import { forgetting } from "./bugs/forgetting.ts";
import { forging } from "./bugs/forging.ts";
import { reviving } from "./bugs/reviving.ts";
import { stealing } from "./bugs/stealing.ts";
import { unpairing } from "./bugs/unpairing.ts";
import type { Fault } from "./service.ts";

/** A rule broken on purpose. The search must find a violation. */
export interface Bug {
  readonly name: string;
  /** The kind of mistake that it stands for, and who has made it. */
  readonly stands: string;
  readonly fault: Fault;
  /** The only small world that can show it. If undefined, the small worlds are searched in order. */
  readonly world?: string;
}

export const bugs: readonly Bug[] = [...stealing, ...reviving, ...forgetting, ...forging, ...unpairing];
