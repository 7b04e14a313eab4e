import { z } from "zod";
import { english } from "../../base/english.ts";
import { appid } from "./source.ts";

/** A text with placeholders in braces, of which only these are allowed. */
export const template = (known: readonly string[]) =>
  z
    .string()
    .min(1)
    .max(600)
    .check(({ value, issues }) => {
      const names = [...value.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      const unknown = names.find((name) => !known.includes(name));
      if (unknown === undefined) return;
      const message = english`must not contain {${unknown}}, which is not a known placeholder. Known are {${known.join("}, {")}}.`;
      issues.push({ code: "custom", message, input: value });
    });

const text = template(["site", "name", "browser", "date", "time"]);
const by = appid.describe("Sent by this source, after sign-ins by it; default by any that may").exactOptional();

/** A message after a sign-in. */
export const afterSignIn = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("text"),
    source: by,
    text: text.describe(
      "A customer-service message; `{site}`, `{name}`, `{browser}`, `{date}`, `{time}` are filled in",
    ),
  }),
  z.strictObject({
    type: z.literal("template"),
    source: by,
    templateId: z.string().min(1).max(64).describe("The id of a template message of this 服务号"),
    data: z
      .record(z.string().regex(/^\w{1,32}$/, { error: english`must be a field's name, as in thing1.` }), text)
      .describe('The template\'s fields, such as `{ thing1: "{site}", time2: "{date} {time}" }`'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(1024)
      .describe("Where a tap leads")
      .exactOptional(),
    miniProgram: z
      .strictObject({
        appid: appid.describe("A mini-program of yours"),
        pagePath: z.string().min(1).max(1024).describe("Its page"),
      })
      .describe("What a tap opens instead")
      .exactOptional(),
  }),
]);
