import type { Send } from "../../src/simulator/index.ts";

/** Forwards the deliveries of one push. */
export interface LossyProxy {
  readonly send: Send;
  /** The responses with status 200 that arrived completely. */
  readonly answers: readonly string[];
  /** Waits for what the first delivery has started. */
  settled(): Promise<void>;
}

export interface LossyProxyOptions {
  /** Sends a request to the service. */
  readonly reach: Send;
  /** The number of responses that are lost, so that WeChat delivers again. */
  readonly losing: number;
  /** Called at the first delivery; the next one waits for the promise. */
  readonly afterFirst: (isAcknowledged: boolean) => Promise<void>;
}

export function createLossyProxy({ reach, losing, afterFirst }: LossyProxyOptions): LossyProxy {
  const answers: string[] = [];
  let first: Promise<void> | undefined;
  return {
    answers,
    settled: async () => first,
    async send(url, init) {
      await first;
      init.signal?.throwIfAborted();
      const answer = await arrival(reach(url, init));
      first ??= afterFirst(answer?.status === 200);
      first.catch(() => {}); // `settled` throws the error.
      if (!answer) throw new TypeError("the connection broke");
      if (answer.status === 200) answers.push(answer.body);
      if (answers.length <= losing) throw new TypeError("the answer was lost");
      return new Response(answer.body, { status: answer.status });
    },
  };
}

/** A response after its last byte; undefined if the connection broke off. */
async function arrival(answer: Promise<Response>): Promise<{ status: number; body: string } | undefined> {
  try {
    const response = await answer;
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}
