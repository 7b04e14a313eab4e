import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";

const off = 30;
const wrong = 240;

/** Wraps `fetch` and records how far the `Date` header of WeChat's responses is from our clock, in milliseconds. */
export function timed({ fetch, clock }: Pick<DoctorContext, "fetch" | "clock">): {
  fetch: typeof globalThis.fetch;
  offsets(): readonly number[];
} {
  const offsets: number[] = [];
  return {
    async fetch(input, init) {
      const asked = clock.now();
      const response = await fetch(input, init);
      const date = Date.parse(response.headers.get("date") ?? "");
      if (Number.isFinite(date)) offsets.push(date + 500 - (asked + clock.now()) / 2);
      return response;
    },
    offsets: () => offsets,
  };
}

/** Reports the smallest offset, because the response with the least delay is the most exact. */
export function checkClock(offsets: readonly number[]): Finding[] {
  if (offsets.length === 0) return [];
  const seconds = Math.round(Math.min(...offsets.map(Math.abs)) / 1000);
  if (seconds > wrong) return [found("clock.wrong", { seconds })];
  return [seconds > off ? found("clock.off", { seconds }) : found("clock.good", { seconds: seconds + 1 })];
}
