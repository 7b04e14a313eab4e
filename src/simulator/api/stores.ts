import type { Random } from "../../base/random.ts";
import type { MovableClock } from "../clock.ts";
import type { Settings } from "../settings.ts";
import { createQuota, type Quota } from "./quota/quota.ts";
import { createRids, type Rids } from "./quota/rids.ts";

/** What WeChat's calls remember from one to the next. */
export interface Stores {
  readonly quota: Quota;
  readonly rids: Rids;
}

export interface StoreParts {
  clock: MovableClock;
  random: Random;
  settings: Settings;
}

export function createStores({ clock }: StoreParts): Stores {
  return { quota: createQuota(clock), rids: createRids() };
}
