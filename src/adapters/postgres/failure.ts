import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";

/** An error for the operator, whose message says what is wrong and what to do. */
export const refused = (message: string, cause?: unknown): SaomaError =>
  new SaomaError("store_unavailable", { message, detail: message, cause });

/** The connection was lost and the transaction was not committed. It may be run again. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The outcome of the transaction is unknown. It must not be run again: it may be committed already. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super("could not find out whether a transaction was committed", { cause });
  }
}

/** The SQLSTATE of an error that the server reported; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("severity" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether the server reported this error, and the session can still be used. */
export const isOfServer = (error: unknown): boolean => {
  const state = sqlState(error);
  return state !== undefined && !/^(57P|08)/.test(state) && (error as { severity?: string }).severity !== "FATAL";
};

/** Sentences by SQLSTATE, or by its class (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const sentences: Readonly<Record<string, (name: string) => string>> = {
  "28": (name) =>
    english`The database ${name} refuses the user or the password of database.url, or pg_hba.conf does not let this machine in.`,
  "3D000": (name) =>
    english`There is no database ${name}. Make it: createdb --encoding=UTF8 --template=template0 NAME.`,
  "42501": (name) =>
    english`The user of database.url may not do what Saoma does in ${name}. Let it own the database: ALTER DATABASE … OWNER TO ….`,
  "25006": (name) => english`The database ${name} is read-only, as a standby is. Name the primary in database.url.`,
  "53300": (name) =>
    english`The database ${name} has no connection left. Raise max_connections, or lower database.connections.`,
  "53100": (name) =>
    english`The disk of the database ${name} is full. Make room; a running service recovers by itself.`,
  "53": (name) => english`The database ${name} is short of something. Its log says what.`,
  "57P03": (name) => english`The database ${name} is starting or stopping. A running service recovers by itself.`,
  "57": (name) => english`The database ${name} ended a connection or a statement. Its log says why.`,
  "55P03": (name) =>
    english`A lock in the database ${name} was not to be had in 1.5 seconds. pg_stat_activity says who holds it.`,
  "40": (name) => english`The database ${name} had too many transactions about the same thing at once.`,
};

/** Sentences by Node's error codes. */
const ways: Readonly<Record<string, (name: string) => string>> = {
  ENOTFOUND: (name) => english`There is no such host as that of the database ${name}. Look at database.url.`,
  ECONNREFUSED: (name) =>
    english`No server listens at the address of the database ${name}. Start PostgreSQL, or look at database.url.`,
  ENOENT: (name) => english`There is no socket for the database ${name}. Start PostgreSQL, or look at database.url.`,
};

/** The database's failure as callers see it: `detail` is a sentence for the operator. Other errors stay themselves. */
export function failure(error: unknown, name: string): unknown {
  if (error instanceof SaomaError || error instanceof TypeError) return error;
  if (error instanceof ConnectionLost) return failure(error.cause, name);
  if (error instanceof OutcomeUnknown)
    return new SaomaError("store_unavailable", {
      detail: english`The connection to the database ${name} was lost while a transaction was being kept, and whether it was is not known.`,
      cause: error,
    });
  const state = sqlState(error);
  if (state?.startsWith("23"))
    return new SaomaError("internal", {
      detail: english`A constraint of the database refused what was written: ${constraintOf(error)}.`,
      cause: error,
    });
  const detail = state === undefined ? sentenceOfWay(error, name) : sentenceOfState(state, error, name);
  return detail === undefined ? error : new SaomaError("store_unavailable", { detail, cause: error });
}

/** As {@link failure}, while the service starts: the operator reads the error, so its message is the sentence. */
export function openFailure(error: unknown, name: string): unknown {
  const failed = failure(error, name);
  if (!(failed instanceof SaomaError) || failed.code !== "store_unavailable") return failed;
  return refused(failed.detail ?? failed.message, error);
}

const sentenceOfState = (state: string, error: unknown, name: string): string =>
  (sentences[state] ?? sentences[state.slice(0, 2)])?.(name) ?? english`The database ${name} failed: ${String(error)}`;

/** The sentence for an error of the driver or the network; undefined for a programming error. */
function sentenceOfWay(error: unknown, name: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const code = "code" in inner && typeof inner.code === "string" ? inner.code : "";
  if (ways[code]) return ways[code](name);
  if (/does not support SSL/.test(error.message))
    return english`The database ${name} has no TLS. Set ssl = on in its postgresql.conf, or write tls: "off" if the network between is your own.`;
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code))
    return english`The certificate of the database ${name} is not good (${code}). Name its authority's file in database.ca.`;
  if (/timeout|terminated|not queryable|closed/i.test(error.message) || /^E[A-Z]+$/.test(code))
    return english`The connection to the database ${name} was lost: ${inner.message}`;
  return undefined;
}

const constraintOf = (error: unknown): string =>
  error instanceof Error && "constraint" in error ? String(error.constraint) : "unnamed";
