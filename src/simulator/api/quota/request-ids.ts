import { dropOldest } from "../../../base/drop-oldest.ts";

/** A refused call, as `openapi/rid/get` returns it. */
export interface Refusal {
  readonly rid: string;
  readonly path: string;
  /** The caller; undefined if its token was unknown. */
  readonly appid: string | undefined;
  /** When it was made, in Unix seconds. */
  readonly at: number;
  readonly ms: number;
  readonly query: string;
  readonly body: string;
  readonly answer: string;
  readonly ip: string;
}

/** The last two thousand refused calls, by request id. */
export interface RefusedCalls {
  add(refusal: Refusal): void;
  get(rid: string): Refusal | undefined;
}

const maxRefusals = 2000;
const maxText = 4096;

export function createRefusedCalls(): RefusedCalls {
  const refusals = new Map<string, Refusal>();
  return {
    add(refusal) {
      refusals.set(refusal.rid, { ...refusal, body: refusal.body.slice(0, maxText) });
      dropOldest(refusals, maxRefusals);
    },
    get: (rid) => refusals.get(rid),
  };
}
