import type { ProbeReport } from "../../http/push-probe.ts";
import type { SourceConfig } from "../../server/config/config.ts";
import { moment } from "./context.ts";
import { type Finding, found } from "./findings.ts";

const modes = { safe: "安全模式", compatible: "兼容模式", plain: "明文模式" };
const reasons = ["signature", "echo", "mode", "encryption", "appid", "stale", "malformed"] as const;

/**
 * Checks the counts of pushes since the service started: refused ones show settings that differ from WeChat's console.
 */
export function checkTally(
  { appid, mode, format = "xml" }: SourceConfig,
  url: string,
  { pushes }: ProbeReport,
): Finding[] {
  const { since, taken, takenAt = 0, refused } = pushes;
  const of = { appid, url, mode, console: modes[mode], format: format.toUpperCase(), since: moment(since) };
  const arrived = taken > 0 ? [found("pushes.taken", { ...of, times: taken, at: moment(takenAt) })] : [];
  const faults = reasons.flatMap((reason) => {
    const count = refused[reason];
    // Refusals beside accepted pushes are fixed mistakes or forgeries. Refusals alone are WeChat's own pushes.
    if (!count || (reason === "echo" && takenAt > count.at)) return [];
    const level = taken > 0 ? ("warning" as const) : undefined;
    return [found(`pushes.${reason}`, { ...of, times: count.times, at: moment(count.at) }, level)];
  });
  return [...arrived, ...(arrived.length + faults.length === 0 ? [found("pushes.none", of)] : faults)];
}
