// Delivers a push once and returns the result.
import { sleep } from "../../base/clock.ts";
import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import type { Fault } from "../faults.ts";
import type { DeliveryEntry } from "../log.ts";
import type { Simulation } from "../simulation.ts";
import type { Check } from "./check.ts";
import { type Envelope, seal } from "./envelope.ts";
import type { Push } from "./push.ts";
import { readAnswer } from "./read.ts";

/** The result of one delivery. */
export type DeliveryResult =
  | { kind: "answered"; status: number; body: Uint8Array }
  | { kind: "timeout" }
  | { kind: "refused"; reason: string };

export interface Delivery {
  result: DeliveryResult;
  /** The nonce of the request, which an encrypted reply should repeat. */
  nonce: string;
  entry: DeliveryEntry & { checks: Check[] };
}

/** How long WeChat waits for the whole response, in milliseconds. */
const timeoutMs = 5000;
const maxAnswer = 256 * 1024;

/** Delivers a push once. Never rejects: a failure is a result too. */
export async function deliverOnce(sim: Simulation, push: Push): Promise<Delivery> {
  const fault = sim.faults.take("push", ["delay", "drop", "status", "garbage"]);
  if (fault?.kind === "delay") await sleep(sim.clock, fault.ms);
  const envelope = corrupted(seal(push, sim.clock.seconds(), sim.random), fault);
  const start = sim.clock.now();
  const result = await send(sim, envelope, fault);
  const ms = sim.clock.now() - start;
  const { headers: _, nonce, ...sent } = envelope;
  return { result, nonce, entry: { ...sent, ms, ...entryOf(result) } };
}

/** The `garbage` fault: a damaged body keeps its signature and its length. */
function corrupted(envelope: Envelope, fault: Fault | undefined): Envelope {
  return fault?.kind === "garbage" ? { ...envelope, body: "#".repeat(Buffer.byteLength(envelope.body)) } : envelope;
}

async function send(
  sim: Simulation,
  { url, headers, body }: Envelope,
  fault: Fault | undefined,
): Promise<DeliveryResult> {
  if (fault?.kind === "status") return { kind: "answered", status: fault.status, body: new Uint8Array() };
  const isLost = fault?.kind === "drop";
  try {
    return await withDeadline(sim.clock, timeoutMs, async (signal): Promise<DeliveryResult> => {
      if (isLost && fault.lose === "request") return never(signal);
      const response = await sim.send(url, { method: "POST", headers, body, signal, redirect: "manual" });
      const answer = await readAnswer(response, maxAnswer);
      return isLost ? never(signal) : { kind: "answered", status: response.status, body: answer };
    });
  } catch (error) {
    return error instanceof DeadlineExceeded ? { kind: "timeout" } : { kind: "refused", reason: causeOf(error) };
  }
}

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** The reason of a failed `fetch`, which is in its cause. If Node has tried several addresses, there is only a code. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error.cause instanceof Error && "code" in error.cause ? ` (${String(error.cause.code)})` : "";
  return `${error.message || ("code" in error ? String(error.code) : error.name)}${code}`;
}

function entryOf(result: DeliveryResult): Partial<DeliveryEntry> {
  if (result.kind === "timeout") return { failure: "no answer within 5 s" };
  if (result.kind === "refused") return { failure: result.reason };
  return { status: result.status, answer: Buffer.from(result.body).toString() };
}
