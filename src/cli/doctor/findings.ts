// All findings of the doctor, and the function that fills one in.
import { say, translated } from "../say.ts";
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

/** One thing found. */
export interface Finding {
  readonly id: FindingId;
  readonly level: Level;
  readonly message: string;
  readonly remedy?: string;
}

/** A finding with its places filled in. `level` where it is another than usual. */
export function found(id: FindingId, values: Readonly<Record<string, string | number>> = {}, level?: Level): Finding {
  const kind: Kind = findings[id];
  const filled = ([english, chinese]: Both) =>
    (say.language === "en" ? english : chinese).replace(/\{([\w-]+)\}/g, (place, name: string) =>
      translated(String(values[name] ?? place)),
    );
  return {
    id,
    level: level ?? kind.level,
    message: filled(kind.message),
    ...(kind.remedy === undefined ? {} : { remedy: filled(kind.remedy) }),
  };
}
