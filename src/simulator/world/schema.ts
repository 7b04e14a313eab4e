import { z } from "zod";
import { Refused } from "../refused.ts";

/** What an account may be allowed to do. `qrcode`: `/cgi-bin/qrcode/create` (verified 服务号 and test accounts). */
export const abilities = ["qrcode"] as const;

const kinds = ["service", "subscription", "test", "mini-program", "website"] as const;
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" });

/** Everything of an account that the console could change; what `PATCH /_sim/accounts/{appid}` accepts. */
export const accountChanges = z.strictObject({
  name: z.string().min(1).max(60),
  secret: z.string().regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits"),
  token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, "must be 3 to 32 letters and digits"),
  aesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, "must be exactly 43 letters and digits"),
  pushUrl: httpUrl.max(2048).nullable(),
  mode: z.enum(["plain", "compatible", "safe"]),
  format: z.enum(["xml"], { error: "must be xml: pushes in JSON are not built yet" }),
  ipList: z
    .array(z.union([z.ipv4(), z.ipv6()], { error: "must be an IP address" }))
    .max(200)
    .nullable(),
  abilities: z.array(z.enum(abilities)),
});

/** One WeChat account. `pushUrl: null`: no server URL. `ipList: null`: the caller's address is not checked. */
export const accountSchema = accountChanges
  .extend({
    kind: z.enum(kinds),
    appid: z.string().regex(/^wx[0-9a-f]{16}$/, "must be wx and 16 hexadecimal digits"),
    originalId: z.string().regex(/^[A-Za-z0-9_-]{3,40}$/, "must look like gh_ and 12 hexadecimal digits"),
    pushUrl: accountChanges.shape.pushUrl.default(null),
    mode: accountChanges.shape.mode.default("plain"),
    format: accountChanges.shape.format.default("xml"),
    ipList: accountChanges.shape.ipList.default(null),
    abilities: accountChanges.shape.abilities.default([]),
  })
  .refine((account) => account.kind !== "test" || account.mode === "plain", {
    path: ["mode"],
    error: "must be plain: a test account has no other mode",
  });

const openId = z.string().regex(/^o[A-Za-z0-9_-]{27}$/, "must be o and 27 letters, digits, - or _");

/** One person with a phone. `openIds` and `follows` are by appid; an absent openId is derived from the name. */
export const personSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "must be a lower-case ASCII slug"),
  displayName: z.string().min(1).max(30),
  client: z.enum(["phone", "desktop"]).default("phone"),
  openIds: z.record(z.string(), openId).default({}),
  follows: z.array(z.string()).default([]),
});

const unique = (values: string[]): boolean => new Set(values).size === values.length;

export const worldSchema = z
  .strictObject({ accounts: z.array(accountSchema).min(1), people: z.array(personSchema) })
  .refine((world) => unique(world.accounts.map((account) => account.appid)), {
    path: ["accounts"],
    error: "two accounts have the same appid",
  })
  .refine((world) => unique(world.people.map((person) => person.name)), {
    path: ["people"],
    error: "two people have the same name",
  });

export type AccountSpec = z.output<typeof accountSchema>;
export type AccountChanges = Partial<z.input<typeof accountChanges>>;
export type PersonSpec = z.output<typeof personSchema>;
/** A world as one writes it, in TypeScript or JSON: what has a default may be left out. */
export type World = z.input<typeof worldSchema>;

/** Reads a world from JSON. Throws {@link Refused} naming everything that is wrong with it. */
export function parseWorld(value: unknown): z.output<typeof worldSchema> {
  const parsed = worldSchema.safeParse(value);
  if (!parsed.success) throw Refused.by(parsed.error, "the world is not valid");
  return parsed.data;
}
