import { z } from "zod";

/** RFC 9457, section 3.1, with our `code`. */
export const problem = z
  .object({
    type: z.literal("about:blank"),
    title: z.string().describe("What the code means, always the same words"),
    detail: z.string().describe("What was wrong this time").optional(),
    status: z.int(),
    code: z.string().describe("What went wrong, for programs"),
    requestId: z.string().describe("Finds the failure in the log").optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe("What is wrong with the request, all of it")
      .optional(),
  })
  .describe("A failure");

export type Problem = z.infer<typeof problem>;
