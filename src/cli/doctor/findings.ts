// All findings of the doctor, and the function that fills one in.
import type { Say } from "../say.ts";
import { abilitiesFindings } from "./findings/abilities.ts";
import { configurationFindings } from "./findings/configuration.ts";
import { databaseFindings } from "./findings/database.ts";
import { type Both, broken, type Kind, type Level } from "./findings/kind.ts";
import { openidFindings } from "./findings/openid.ts";
import { peopleFindings } from "./findings/people.ts";
import { pushesFindings } from "./findings/pushes.ts";
import { relayFindings } from "./findings/relay.ts";
import { siteFindings } from "./findings/site.ts";
import { wechatFindings } from "./findings/wechat.ts";

/** Everything that `saoma doctor` can find, in the order in which it looks. */
export const findings = {
  ...configurationFindings,
  ...databaseFindings,
  ...peopleFindings,
  ...siteFindings,
  ...openidFindings,
  ...pushesFindings,
  ...relayFindings,
  ...wechatFindings,
  ...abilitiesFindings,
  "doctor.failed": broken(
    ["A check itself failed: {why}.", "有一项检查自己出错了：{why}。"],
    ["Report it with this line; the other checks stand.", "请带上这一行报告；其余检查不受影响。"],
  ),
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingId = keyof typeof findings;

/** One thing found, in no language yet: the values are in English, and each may be a sentence. */
export interface Finding {
  readonly id: FindingId;
  readonly level: Level;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A finding in one language. */
export interface WordedFinding {
  readonly id: FindingId;
  readonly level: Level;
  readonly message: string;
  readonly remedy?: string;
}

/** `level` where it is another than usual. */
export const found = (id: FindingId, values: Finding["values"] = {}, level: Level = findings[id].level): Finding => ({
  id,
  level,
  values,
});

/** The finding's sentences with their places filled in. */
export function worded({ id, level, values }: Finding, { language, translated }: Say): WordedFinding {
  const { message, remedy }: Kind = findings[id];
  const filled = ([english, chinese]: Both) =>
    (language === "en" ? english : chinese).replace(/\{([\w-]+)\}/g, (place, name: string) =>
      translated(String(values[name] ?? place)),
    );
  return { id, level, message: filled(message), ...(remedy === undefined ? {} : { remedy: filled(remedy) }) };
}
