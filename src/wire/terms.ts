import { z } from "zod";

export type { AgreedTerms, TermsView } from "./interfaces.ts";

const title = z.string().min(1).max(60);
const version = z.string().min(1).max(40);

/** What people have to agree to. */
export const termsView = z
  .array(
    z.object({
      title: z.string().describe("What the link to the text says"),
      url: z.string().describe("Where the text is"),
      version: z.string().describe("Its version"),
    }),
  )
  .describe("The terms to agree to");

/** What somebody agreed to. */
export const agreedTerms = z
  .array(
    z.strictObject({ title: title.describe("The title"), version: version.describe("The version that was shown") }),
  )
  .max(20)
  .describe("The terms that the person has agreed to");

/** `POST /v1/session/terms` */
export const agreeToTerms = z.strictObject({ terms: agreedTerms }).describe("Agree to terms");
