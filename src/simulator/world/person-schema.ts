// The schema of a person with a phone.
import { z } from "zod";

const id = z.string().regex(/^o[A-Za-z0-9_-]{27}$/, "must be o and 27 letters, digits, - or _");

/** The values of a person that they could change themselves, as `PATCH /_sim/people/{name}` accepts them. */
export const personChanges = z.strictObject({
  displayName: z.string().min(1).max(30).describe("The WeChat nickname, 1 to 30 characters"),
  client: z.enum(["phone", "desktop"]).describe("The client that the person uses"),
  language: z
    .enum(["zh-CN", "en"])
    .describe("The language of the person's WeChat: pages and mini-programs that it opens are asked for in this one"),
  avatar: z
    .string()
    .min(1)
    .max(1024)
    .describe(
      "The seed of a generated picture, or the address of one. A new avatar makes the old one's address invalid",
    ),
  phone: z
    .string()
    .regex(/^[0-9]{5,15}$/, "must be 5 to 15 digits, without country code")
    .nullable()
    .describe("The phone number bound to the WeChat, without country code: 5 to 15 digits; null: none is bound"),
  countryCode: z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/, "must be 1 to 4 digits")
    .describe("The country code of the phone number: 1 to 4 digits, without `+`"),
});

/**
 * One person with a phone. `openIds` and `follows` are by appid, `unionIds` by Open Platform account; ids, avatar,
 * phone number and the name to show that are absent are derived from the name.
 */
export const personSchema = personChanges.partial().extend({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, "must be a lower-case ASCII slug")
    .describe("The person's name in the world: lower-case letters, digits and `-`, at most 32"),
  client: personChanges.shape.client.default("phone"),
  language: personChanges.shape.language.default("zh-CN"),
  openIds: z.record(z.string(), id).default({}).describe("Their openids, by appid; derived from the name where absent"),
  unionIds: z
    .record(z.string(), id)
    .default({})
    .describe("Their unionids, by Open Platform account; derived from the name where absent"),
  follows: z.array(z.string()).default([]).describe("The appids of the accounts they follow"),
});
