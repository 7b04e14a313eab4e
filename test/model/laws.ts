import { grantLaws } from "./grant-laws.ts";
import type { Law } from "./law.ts";
import { personLaws } from "./person-laws.ts";
import { pushLaws } from "./push-laws.ts";
import { redeemLaws } from "./redeem-laws.ts";
import { scanLaws } from "./scan-laws.ts";
import { stateLaws } from "./state-laws.ts";

/** Everything that is checked of every step, in the order in which a violation is named. */
export const laws: readonly Law[] = [
  ...scanLaws,
  ...pushLaws,
  ...grantLaws,
  ...personLaws,
  ...stateLaws,
  ...redeemLaws,
];
