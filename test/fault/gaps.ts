/** The requests of a sign-in. `scan` and `confirm` are pushes, the others come from the browser. */
export type Step = "scan" | "confirm" | "look" | "redeem" | "session";

/** The points of such a request at which the service can be killed, in their order. */
export type Point =
  | "arrived"
  | "before BEGIN"
  | "before the first write"
  | "after the first write"
  | "before COMMIT"
  | "after COMMIT"
  | "told, before the answer"
  | "answer ready, before it leaves"
  | "answer sent";

export interface Gap {
  readonly step: Step;
  readonly point: Point;
}

export const nameOf = ({ step, point }: Gap): string => `${step}: ${point}`;

const whole: readonly Point[] = [
  "arrived",
  "before BEGIN",
  "before the first write",
  "after the first write",
  "before COMMIT",
  "after COMMIT",
  "told, before the answer",
  "answer ready, before it leaves",
  "answer sent",
];

const points: Readonly<Record<Step, readonly Point[]>> = {
  scan: whole,
  confirm: whole,
  // After the response that says "granted", before the browser redeems.
  look: ["answer sent"],
  redeem: whole,
  // The session's first use, after which the attempt cannot be redeemed again.
  session: ["arrived", "before COMMIT", "after COMMIT"],
};

/** Every gap from the push of a scan to the first use of its session. */
export const gaps: readonly Gap[] = (Object.keys(points) as Step[]).flatMap((step) =>
  points[step].map((point) => ({ step, point })),
);

/** Whether the result of the step is durable if the service is killed at this gap. */
export const isCommitted = ({ step, point }: Gap): boolean =>
  step === "look" || whole.indexOf(point) >= whole.indexOf("after COMMIT");
