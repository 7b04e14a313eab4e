// Runs all checks in order.
import { english } from "../../base/english.ts";
import { createSay } from "../say.ts";
import { checkCertificate } from "./certificate.ts";
import { checkConfig, checkOrigin } from "./check-config.ts";
import { checkDatabase } from "./check-database.ts";
import { checkOpenId } from "./check-openid.ts";
import { checkPush } from "./check-push.ts";
import { checkRedis } from "./check-redis.ts";
import { checkRelays } from "./check-relay.ts";
import { checkSite } from "./check-site.ts";
import { checkWechat } from "./check-wechat.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found, worded } from "./findings.ts";

/** What is looked at next, in English, or what was found. */
export type Progress = { readonly looking: string } | { readonly findings: readonly Finding[] };

const inEnglish = createSay("en");

/** Looks at everything, and tells as it goes, each thing once. Nothing it does changes anything. */
export async function* runChecks(context: DoctorContext, environmentFile: string): AsyncGenerator<Progress> {
  const said = new Set<string>();
  const isNew = (finding: Finding): boolean => {
    const { message } = worded(finding, inEnglish);
    if (said.has(message)) return false;
    said.add(message);
    return true;
  };
  for await (const progress of checks(context, environmentFile)) {
    if ("looking" in progress) yield progress;
    else yield { findings: progress.findings.filter(isNew) };
  }
}

async function* checks(context: DoctorContext, environmentFile: string): AsyncGenerator<Progress> {
  const { origin, sources } = context.config;
  yield { findings: checkConfig(context, environmentFile) };
  yield { findings: await orFailure(() => checkDatabase(context)) };
  yield { findings: await orFailure(() => checkRedis(context)) };
  yield { looking: origin };
  const certificate = await orFailure(() => checkCertificate(origin, context.clock.now()));
  const site = await orFailure(() => checkSite(context));
  yield { findings: [...checkOrigin(context), ...certificate, ...site] };
  const isReached = !site.some(({ id }) => id === "origin.unreachable");
  if (isReached) yield { findings: await orFailure(() => checkOpenId(context)) };
  // If the origin cannot be reached, the check of every source would report that again.
  if (isReached) {
    for (const source of sources.filter(({ token }) => token.reveal() !== "")) {
      yield { looking: `${origin}/wechat/${source.appid}/push` };
      yield { findings: await orFailure(() => checkPush(context, source)) };
    }
  }
  yield { findings: await orFailure(() => checkRelays(context)) };
  for (const source of sources) {
    yield { looking: english`WeChat about ${source.appid}` };
    yield { findings: await orFailure(() => checkWechat(context, source)) };
  }
}

/** Turns the failure of a check into a finding, so that the other checks still run. */
async function orFailure(check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [found("doctor.failed", { why: error instanceof Error ? error.message : String(error) })];
  }
}
