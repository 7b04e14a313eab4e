import { type CallerOptions, createCaller } from "./caller.ts";

export type PostOptions = CallerOptions;

/**
 * Returns the status of the response; its body is not read. Rejects if there is no response, or the address may not be
 * called.
 */
export type Post = (url: URL, headers: Readonly<Record<string, string>>, body: string) => Promise<number>;

/** The maximum time until the response begins, in milliseconds. */
const timeoutMs = 8_000;

/** Posts to a server of the operator's choice, as {@link createCaller} calls it. */
export function createPost(options: PostOptions): Post {
  const call = createCaller(options);
  return async (url, headers, body) => (await call(url, { method: "POST", headers, body, timeoutMs, most: 0 })).status;
}
