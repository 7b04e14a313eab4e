import { grantLaws } from "./grant-laws.ts";
import type { Law } from "./law.ts";
import { personLaws } from "./person-laws.ts";
import { pushLaws } from "./push-laws.ts";
import { redeemLaws } from "./redeem-laws.ts";
import { scanLaws } from "./scan-laws.ts";
import { stateLaws } from "./state-laws.ts";

/** All laws. Each step is checked against them in this order, and the first that fails is reported. */
export const laws: readonly Law[] = [
  ...scanLaws,
  ...pushLaws,
  ...grantLaws,
  ...personLaws,
  ...stateLaws,
  ...redeemLaws,
];
