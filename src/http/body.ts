import type { z } from "zod";
import { readAtMost } from "../base/bounded-body.ts";
import { SaomaError } from "../domain/errors.ts";
import { BodyAborted } from "./aborted-bodies.ts";
import type { Env } from "./context.ts";
import { InvalidRequest } from "./problem.ts";

const jsonLimit = 16 * 1024;

/**
 * The body; undefined as soon as it is longer than `limit` bytes. Fails with {@link BodyAborted} where the client leaves
 * in the middle.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) return undefined;
  return readAtMost(partsOf(request), limit);
}

async function* partsOf({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (cause) {
    throw new BodyAborted(cause);
  }
}

/** A request, with what the server that carries it knows of it. */
interface Carried {
  readonly req: { readonly raw: Request };
  readonly env?: Pick<Env, "readBody"> | undefined;
}

/** The body as text, or `too_large` as soon as it is longer than `limit` bytes. Not UTF-8: `invalid_request`. */
async function readText({ req, env }: Carried, limit: number): Promise<string> {
  const bytes = await (env?.readBody?.(limit) ?? readBytes(req.raw, limit));
  if (!bytes) throw new SaomaError("too_large");
  return decode(bytes);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SaomaError("invalid_request", { message: "The body is not UTF-8.", cause });
  }
}

/** Reads a JSON body of at most 16 KiB and validates it. A missing body counts as an empty object. */
export async function readJson<Schema extends z.ZodType>(carried: Carried, schema: Schema): Promise<z.infer<Schema>> {
  const text = await readText(carried, jsonLimit);
  if (text !== "" && !/^application\/json\s*(;|$)/i.test(carried.req.raw.headers.get("content-type") ?? "")) {
    throw new SaomaError("invalid_request", { message: "Send the body as `Content-Type: application/json`." });
  }
  const parsed = schema.safeParse(text === "" ? {} : parse(text));
  if (!parsed.success) throw InvalidRequest.from(parsed.error);
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SaomaError("invalid_request", { message: "The body is not JSON.", cause });
  }
}
