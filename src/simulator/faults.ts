import { z } from "zod";
import { Refused } from "./refused.ts";

const faultSchema = z
  .strictObject({
    /** `push`, or the path of one of WeChat's calls. */
    on: z.union([z.literal("push"), z.string().regex(/^\/(cgi-bin|sns|wxa|connect)\//)], {
      error: 'must be "push" or a path of WeChat\'s such as /cgi-bin/token',
    }),
    kind: z.enum(["delay", "drop", "duplicate", "status", "errcode", "garbage"]),
    /** How many calls or deliveries it spoils; absent: every one until the faults are cleared. */
    times: z.int().min(1).max(1_000_000).optional(),
    /** For `delay`: how long, in milliseconds. */
    ms: z.int().min(0).max(600_000).default(1000),
    /** For `status`: the HTTP status. */
    status: z.int().min(200).max(599).default(502),
    /** For `errcode`: WeChat's code; -1 is "system error". */
    errcode: z.int().default(-1),
    /** For `drop` on a push: whether the request or the service's answer is lost on the way. */
    lose: z.enum(["request", "answer"]).default("request"),
  })
  .refine((fault) => fault.on === "push" || fault.kind !== "duplicate", {
    path: ["kind"],
    error: "duplicate is for pushes only",
  })
  .refine((fault) => fault.on !== "push" || fault.kind !== "errcode", {
    path: ["kind"],
    error: "errcode is for calls only: a push has no errcode",
  });

export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export interface Faults {
  add(fault: unknown): Fault;
  list(): Fault[];
  clear(): void;
  /** The fault that spoils this call or delivery, counted down. With `kinds`, only one of those. */
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
