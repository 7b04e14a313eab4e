import type { z } from "zod";
import type { ErrorCode } from "../../domain/errors.ts";

/** What a caller needs to know of a public route. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** As OpenAPI writes it, `{name}` for a parameter. */
  readonly path: string;
  /** OpenAPI's `operationId`: what generators call their function. It stays as long as `/v1` does. */
  readonly id: string;
  readonly summary: string;
  /** What the caller shows. */
  readonly by?: "none" | "claim" | "session" | "session or nothing" | "mini-program" | "key";
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  readonly answers: Readonly<
    Record<string, { readonly what: string; readonly schema?: z.ZodType; readonly type?: string }>
  >;
  readonly problems?: readonly ErrorCode[];
}
