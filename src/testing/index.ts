export { createFakeClock, type FakeClock } from "./clock.ts";
export type { ContractCase } from "./contract.ts";
export { type HintsHarness, hintsContract } from "./hints-contract.ts";
export {
  type DurableLimitsHarness,
  durableLimitsContract,
  type LimitsHarness,
  limitsContract,
} from "./limits-contract.ts";
export { createSeededRandom } from "./random.ts";
export { type StoreHarness, storeContract } from "./store-contract.ts";
