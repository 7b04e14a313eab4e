import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";

/** An error for the operator, whose message says what is wrong and what to do. */
export const refused = (message: string, cause?: unknown): SaomaError =>
  new SaomaError("store_unavailable", { message, detail: message, cause });

/** Sentences by the first word of Redis' error reply. */
const answers: Readonly<Record<string, (name: string) => string>> = {
  WRONGPASS: (name) => english`The Redis at ${name} refuses the user or the password of redis.url.`,
  NOAUTH: (name) =>
    english`The Redis at ${name} wants a password. Write it into redis.url, as in redis://user:password@….`,
  NOPERM: (name) =>
    english`The user of redis.url may not do what Saoma does in the Redis at ${name}. Allow it: ACL SETUSER … ~saoma:* &saoma:* +@fast +@slow -@dangerous.`,
  READONLY: (name) => english`The Redis at ${name} is a replica. Name the primary in redis.url.`,
  MOVED: (name) =>
    english`The Redis at ${name} is a cluster, which Saoma does not use. Name a single one in redis.url.`,
  MISCONF: (name) => english`The Redis at ${name} cannot save to its disk. Its log says why.`,
  LOADING: (name) => english`The Redis at ${name} is still reading its data.`,
};

/** Sentences by Node's error codes. */
const ways: Readonly<Record<string, (name: string) => string>> = {
  ENOTFOUND: (name) => english`There is no such host as that of the Redis at ${name}. Look at redis.url.`,
  ECONNREFUSED: (name) => english`Nobody listens where the Redis at ${name} should be. Start it, or look at redis.url.`,
  ENOENT: (name) => english`There is no socket ${name}. Start Redis, or look at redis.url.`,
  EACCES: (name) => `This user may not open the socket ${name}. Add it to Redis' group, or set unixsocketperm there.`,
};

/** Why Redis did not respond, as a sentence for the operator. */
export function failureSentence(error: unknown, name: string): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const { message = String(inner), code = "" } = inner as { message?: string; code?: string };
  const said = answers[/^[A-Z]+/.exec(message)?.[0] ?? ""] ?? ways[code];
  if (said) return said(name);
  if (/^ERR (AUTH|Client sent AUTH)/.test(message))
    return english`The Redis at ${name} has no password, and redis.url has one. Remove it there, or set requirepass.`;
  if (/^ERR DB index/.test(message))
    return english`The Redis at ${name} has no database of this number. Look at redis.url.`;
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code))
    return english`The certificate of the Redis at ${name} is not good (${code}). Name its authority's file in redis.ca.`;
  if (/^no answer within/.test(message))
    return english`The Redis at ${name} is slow: ${message}. Asked by rediss://, it may have no TLS there.`;
  if (/^ERR_SSL|^EPROTO$/.test(code))
    return english`The Redis at ${name} has no TLS there. Write redis:// or another port.`;
  return english`The Redis at ${name} does not answer: ${message}. If it wants TLS, write rediss://.`;
}
