// `saoma/testing`: contracts, clocks and randomness for tests of adapters.
import "../base/node-version.ts";

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
export type { TestOptions, TestSource } from "./sign-in/options.ts";
export {
  createTestSaoma,
  type SignedInKeys,
  type SignInOptions,
  signIn,
  type TestSaoma,
  type TestSetup,
} from "./sign-in/sign-in.ts";
export { type StoreHarness, storeContract } from "./store-contract.ts";
