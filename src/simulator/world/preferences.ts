import { z } from "zod";
import type { PreferenceChanges, Preferences } from "../interfaces.ts";
import { Refused } from "../refused.ts";

export type { PreferenceChanges, Preferences } from "../interfaces.ts";

const often = z.union([z.int().min(0).max(1000), z.literal("always"), z.literal("refused")]);

/** What a person has chosen about one account, or the account about them. */
export const preferencesSchema = z.strictObject({
  messages: z
    .enum(["received", "refused"])
    .describe("Whether the account's messages reach the person: 接收消息 in the account's settings"),
  isBlacklisted: z.boolean().describe("Whether the account has blacklisted the person"),
  isMinor: z.boolean().describe("Whether the person is protected as a minor (未成年人)"),
  isHighRisk: z
    .boolean()
    .describe("Whether WeChat rates the person as high risk: a 小程序's login then fails with 40226"),
  subscriptions: z
    .record(z.string().min(1).max(64), often)
    .describe("How many subscribe messages the person allows, by template id; each message sent uses one"),
});

export interface PreferenceStore {
  of(person: string, appid: string): Preferences;
  /** Changes preferences. Subscriptions are added to the existing ones. Throws {@link Refused} with every issue. */
  change(person: string, appid: string, changes: PreferenceChanges): Preferences;
  /** Uses one permission for this template. Returns whether there was one. */
  spendSubscription(person: string, appid: string, template: string): boolean;
}

const initial: Preferences = {
  messages: "received",
  isBlacklisted: false,
  isMinor: false,
  isHighRisk: false,
  subscriptions: {},
};

export function createPreferences(): PreferenceStore {
  const stored = new Map<string, Preferences>();
  const of = (person: string, appid: string): Preferences => stored.get(`${person} ${appid}`) ?? initial;
  return {
    of,
    change(person, appid, changes) {
      const parsed = preferencesSchema.partial().safeParse(changes);
      if (!parsed.success) throw Refused.by(parsed.error, "the preferences cannot be changed so");
      const before = of(person, appid);
      const subscriptions = { ...before.subscriptions, ...parsed.data.subscriptions };
      if (Object.keys(subscriptions).length > 100) throw new Refused(409, "there are a hundred subscriptions already");
      const after = { ...before, ...parsed.data, subscriptions } as Preferences;
      stored.set(`${person} ${appid}`, after);
      return after;
    },
    spendSubscription(person, appid, template) {
      const now = of(person, appid);
      const left = now.subscriptions[template];
      if (left === "always") return true;
      if (left === undefined || left === "refused" || left === 0) return false;
      stored.set(`${person} ${appid}`, { ...now, subscriptions: { ...now.subscriptions, [template]: left - 1 } });
      return true;
    },
  };
}
