import { z } from "zod";

export type { Problem } from "./interfaces.ts";

/** The body of a failed request: RFC 9457, section 3.1, with a `code` of our own. */
export const problem = z
  .object({
    type: z.literal("about:blank").describe("Always `about:blank`"),
    title: z.string().describe("What the code means; the same text every time"),
    detail: z.string().describe("What was wrong with this request").optional(),
    status: z.int().describe("The HTTP status"),
    code: z.string().describe("The error code, for programs; see docs/errors.md"),
    requestId: z.string().describe("The request's id in the log").optional(),
    errors: z
      .array(
        z.object({
          path: z.string().describe("The path of the field"),
          message: z.string().describe("What is wrong with it"),
        }),
      )
      .describe("Everything that is wrong with the request")
      .optional(),
  })
  .describe("A failure");
