/** An answer for Node's response, past `Response`. */
export interface RawAnswer {
  readonly status: number;
  /** All headers but the length, as Node takes them: names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * Calls `send` once, at some later time. Returns a function to call when the client is gone, or the answer is sent.
 */
export type AnswerLater = (send: (answer: RawAnswer) => void) => () => void;

/** The same as a `Response`, where there is no response of Node's. */
export async function toResponse(begin: AnswerLater, signal: AbortSignal): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>();
  const stop = begin(resolve);
  const leave = () => {
    stop();
    resolve({ status: 499, headers: [], body: "" }); // nobody reads it
  };
  signal.addEventListener("abort", leave);
  const { status, headers, body } = await promise;
  signal.removeEventListener("abort", leave);
  const pairs = headers.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name, headers[at + 1] ?? ""]] : [],
  );
  return new Response(status === 304 ? null : body, { status, headers: pairs });
}
