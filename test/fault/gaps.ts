/** What the service is asked in the course of a sign-in. `scan` and `confirm` are pushes, the others the browser's. */
export type Step = "scan" | "confirm" | "look" | "redeem" | "session";

/** A moment of such a request at which the service can be killed, in the order of their coming. */
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

/** Every gap between the push of a scan and the first use of the session that comes of it. */
export const gaps: readonly Gap[] = (Object.keys(points) as Step[]).flatMap((step) =>
  points[step].map((point) => ({ step, point })),
);

/** Whether what the step does is durable when the service is killed there. */
export const isCommitted = ({ step, point }: Gap): boolean =>
  step === "look" || whole.indexOf(point) >= whole.indexOf("after COMMIT");
