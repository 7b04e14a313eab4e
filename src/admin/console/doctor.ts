// The doctor's part of the screen WeChat.
import { type Html, html } from "../../http/html.ts";
import type { DoctorFinding } from "../../ports/doctor.ts";
import type { DoctorRound, DoctorRounds } from "../doctor-rounds.ts";
import { longestRound } from "../doctor-rounds.ts";
import { act, type Spoken, timeOf } from "./page.ts";

/** What the doctor last found, the worst first; the button for another round, where the visitor may press it. */
export function doctorPart(doctor: DoctorRounds | undefined, mayRun: boolean, words: Spoken): Html {
  const { say } = words;
  const round = doctor?.latest();
  const isRunning = round !== undefined && round.endedAt === undefined;
  const button = doctor && mayRun && !isRunning ? act("/console/wechat/doctor", say("doctorRun"), "main") : "";
  return html`<section id="doctor"><h2>${say("doctor")}</h2>
${doctor === undefined ? html`<p class="card">${say("doctorNone")} <code>npx saoma doctor</code></p>` : ""}
${round ? html`<p class="quiet" role="status">${stateOf(round, words)}</p>${list(round, words)}` : ""}
${doctor && !round ? html`<p class="quiet">${say("doctorNever")}</p>` : ""}
${button}</section>`;
}

const levels = ["broken", "warning", "good"] as const;

function stateOf({ startedAt, endedAt, findings, failure }: DoctorRound, { say }: Spoken): Html {
  const counts = Object.fromEntries(
    levels.map((level) => [level, String(findings.filter((one) => one.level === level).length)]),
  );
  if (endedAt === undefined) return html`${say("doctorRunning")} ${timeOf(startedAt)}`;
  const end = failure && (failure.why === "late" ? late(say) : say("doctorFailed", { why: failure.message }));
  return html`${timeOf(endedAt)} · ${say("doctorCounts", counts)}${end === undefined ? "" : html`<br><strong>${end}</strong>`}`;
}

const late = (say: Spoken["say"]): string => say("doctorLate", { seconds: String(longestRound / 1000) });

/** What is good is folded away, so that what is not stands out. */
function list({ findings }: DoctorRound, words: Spoken): Html {
  const [broken, warning, good] = levels.map((level) => findings.filter((one) => one.level === level));
  const bad = [...(broken ?? []), ...(warning ?? [])];
  const all = words.say("doctorGood", { count: String(good?.length ?? 0) });
  return html`${bad.length > 0 ? rows(bad, words) : ""}
${good && good.length > 0 ? html`<details><summary>${all}</summary>${rows(good, words)}</details>` : ""}`;
}

const rows = (findings: readonly DoctorFinding[], words: Spoken): Html =>
  html`<ul class="rows">${findings.map((finding) => row(finding, words))}</ul>`;

const tags = { broken: "doctorBroken", warning: "doctorWarning", good: "doctorFine" } as const;
const looks = { broken: "tag no", warning: "tag", good: "tag good" } as const;

function row(finding: DoctorFinding, { say, language }: Spoken): Html {
  const { message, remedy } = finding.words(language);
  const what = remedy === undefined ? "" : html`<br><span class="quiet">→ ${remedy}</span>`;
  return html`<li><span class="grow">${message}${what}</span><span class="${looks[finding.level]}">${say(tags[finding.level])}</span></li>`;
}
