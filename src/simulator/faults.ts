// Faults that a test asks for: calls that fail and pushes that get lost.
import { z } from "zod";
import type { Fault } from "./interfaces.ts";
import { Refused } from "./refused.ts";

export type { Fault, FaultInput } from "./interfaces.ts";

export const faultSchema = z
  .strictObject({
    on: z
      .union([z.literal("push"), z.string().regex(/^\/(cgi-bin|sns|wxa|connect)\//)], {
        error: 'must be "push" or a path of WeChat\'s such as /cgi-bin/token',
      })
      .describe("What fails: `push`, or the path of one of WeChat's calls"),
    kind: z
      .enum(["delay", "drop", "duplicate", "status", "errcode", "garbage"])
      .describe("How it fails. `duplicate` is for pushes only, `errcode` for calls only"),
    times: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe("How many calls or deliveries fail; absent: all, until the faults are cleared"),
    ms: z.int().min(0).max(600_000).default(1000).describe("For `delay`: the delay in milliseconds"),
    status: z.int().min(200).max(599).default(502).describe("For `status`: the HTTP status"),
    errcode: z.int().default(-1).describe('For `errcode`: WeChat\'s code; -1 is "system error"'),
    lose: z
      .enum(["request", "answer"])
      .default("request")
      .describe("For `drop` of a push: whether the request or the response is lost"),
  })
  .refine((fault) => fault.on === "push" || fault.kind !== "duplicate", {
    path: ["kind"],
    error: "duplicate is for pushes only",
  })
  .refine((fault) => fault.on !== "push" || fault.kind !== "errcode", {
    path: ["kind"],
    error: "errcode is for calls only: a push has no errcode",
  });

export interface Faults {
  add(fault: unknown): Fault;
  list(): Fault[];
  clear(): void;
  /** Takes the fault for this call or delivery and counts it down. With `kinds`, only one of these kinds. */
  take(on: string, kinds?: Fault["kind"][]): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add(given) {
      const parsed = faultSchema.safeParse(given);
      if (!parsed.success) throw Refused.by(parsed.error, "the fault is not valid");
      if (faults.length >= 100) throw new Refused(409, "a hundred faults wait already: clear them first");
      faults.push(parsed.data);
      return parsed.data;
    },
    list: () => faults.map((fault) => ({ ...fault })),
    clear: () => {
      faults = [];
    },
    take(on, kinds) {
      const fault = faults.find((each) => each.on === on && (kinds?.includes(each.kind) ?? true));
      if (fault?.times !== undefined && --fault.times === 0) faults = faults.filter((each) => each !== fault);
      return fault;
    },
  };
}
