// The schema of a world: accounts, people and settings.
import { z } from "zod";
import type { SavedWorld } from "../interfaces.ts";
import { Refused } from "../refused.ts";
import { settingsSchema } from "../settings.ts";
import { accountSchema } from "./account-schema.ts";
import { personSchema } from "./person-schema.ts";

export type {
  AccountChanges,
  AccountSpec,
  PersonChanges,
  PersonInput,
  PersonSpec,
  SavedWorld,
  World,
} from "../interfaces.ts";

const unique = (values: string[]): boolean => new Set(values).size === values.length;

export const worldSchema = z
  .strictObject({
    seed: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe("The seed of everything random. With one, the same actions give the same bytes"),
    clock: z
      .strictObject({ advancedSeconds: z.int().min(-3_153_600_000).max(3_153_600_000).describe("Seconds ahead") })
      .optional()
      .describe("How far the world's clock is ahead of the machine's"),
    settings: settingsSchema.partial().optional().describe("Settings that differ from the defaults"),
    accounts: z.array(accountSchema).min(1).describe("The WeChat accounts; at least one"),
    people: z.array(personSchema).max(10_000).default([]).describe("The people; at most 10,000"),
  })
  .refine((world) => unique(world.accounts.map((account) => account.appid)), {
    path: ["accounts"],
    error: "two accounts have the same appid",
  })
  .refine((world) => unique(world.accounts.map((account) => account.originalId)), {
    path: ["accounts"],
    error: "two accounts have the same original id",
  })
  .refine((world) => unique(world.people.map((person) => person.name)), {
    path: ["people"],
    error: "two people have the same name",
  })
  .superRefine(({ accounts, people }, context) => {
    const appids = new Set(accounts.map(({ appid }) => appid));
    for (const [index, person] of people.entries())
      for (const appid of [...person.follows, ...Object.keys(person.openIds)])
        if (!appids.has(appid))
          context.addIssue({
            code: "custom",
            path: ["people", index],
            message: `names ${appid}, which no account has`,
          });
  });

/**
 * Checks a world, as read from JSON, and fills in its defaults.
 *
 * @throws {Refused} with every issue, if it is not valid.
 * @example
 * import { parseWorld } from "saoma/simulator";
 *
 * const { accounts } = parseWorld({ accounts: [{ kind: "service", name: "叶子书店" }] });
 */
export function parseWorld(value: unknown): SavedWorld {
  const parsed = worldSchema.safeParse(value);
  if (!parsed.success) throw Refused.by(parsed.error, "the world is not valid");
  return parsed.data;
}
