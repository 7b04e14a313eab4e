export { createFakeClock, type FakeClock } from "./clock.ts";
export { createSeededRandom } from "./random.ts";
