// Measures whole sign-ins of new people, by step.
import { join } from "node:path";
import { createClient } from "../load/client.ts";
import { inFolder } from "../measure/folder.ts";
import { versions } from "../measure/machine.ts";
import { median } from "../measure/median.ts";
import { type Measured, startServer } from "../measure/process.ts";
import type { Ratios } from "../measure/ratios.ts";
import { figure, ratio, table } from "../measure/table.ts";
import type { Options } from "../options.ts";
import { type Traces, traceNames } from "../servers/trace-counter.ts";
import { bareWay } from "./bare.ts";
import { countSteps } from "./counts.ts";
import { saomaWays } from "./saoma.ts";
import { tutorialWay } from "./tutorial.ts";
import { concurrency, sumOf, type Target, walk } from "./walk.ts";
import type { Way } from "./way.ts";
import { startWechatApi } from "./wechat-api.ts";

/**
 * Measures whole sign-ins of new people over WebSockets. All visits complete a step before the next one starts, so that
 * the server's processor time can be measured by step.
 */
export async function signIn({ rounds, quick }: Options): Promise<Ratios> {
  console.log(`Parts: ${versions("hono", "@hono/node-server", "ws", "express", "wechat", "jsonwebtoken")}`);
  const visits = quick ? 100 : 400;
  return inFolder(async (folder) => {
    const wechat = await startWechatApi();
    const given = { path: join(folder, "saoma.db"), mode: "safe", wechatOrigin: wechat.origin };
    const [saoma, bare] = [await startServer("saoma", given), await startServer("bare", {})];
    const tutorial = await startServer("tutorial", given);
    const to = (server: Measured, ...ways: readonly Way[]): Target[] =>
      ways.map((way) => ({ way, server, client: createClient(server.port), rounds: [] }));
    const targets = [...to(saoma, ...saomaWays(wechat)), ...to(bare, bareWay()), ...to(tutorial, tutorialWay())];
    let person = 0;
    for (let round = -1; round < rounds; round++) {
      const first = Math.max(round, 0) % targets.length;
      for (const target of [...targets.slice(first), ...targets.slice(0, first)]) {
        const took = await walk(target, person, visits);
        if (round >= 0) target.rounds.push(took); // The first round is a warm-up.
        person += visits;
      }
    }
    for (const { client } of targets) client.close();
    await Promise.all([saoma.stop(), bare.stop(), tutorial.stop()]);
    const ratios = report(targets);
    for (const way of saomaWays(wechat)) reportCounts(way, await countSteps(way, wechat.origin));
    wechat.close();
    return ratios;
  });
}

function reportCounts(way: Way, counts: readonly Traces[]): void {
  const total = traceNames.map((_, at) => sumOf(counts.map((step) => step[at] ?? 0)));
  const rows = way.steps.map(({ name }, at) => [name, ...(counts[at] ?? []).map(figure)]);
  console.log(`\n${way.name}: what one sign-in asks of the database and of the disk, nobody else there`);
  console.log(table(["", ...traceNames], [...rows, ["all", ...total.map(figure)]]));
}

function report(targets: readonly Target[]): Ratios {
  const totals = (target: Target | undefined) => (target?.rounds ?? []).map(sumOf);
  const theirs = totals(targets.at(-1));
  const against = (ours: readonly number[]) =>
    median(theirs.map((total, round) => total / (ours[round] ?? Number.NaN)));
  const rows = targets.map((target) => {
    const ours = totals(target);
    return [target.way.name, figure(1e6 / median(ours)), figure(median(ours)), ratio(against(ours))];
  });
  console.log(`\nWhole sign-ins, ${concurrency} at once; processor time of the service, all its threads`);
  console.log(table(["", "sign-ins/CPU s", "µs each", "of the tutorial's"], rows));
  for (const { way, rounds } of targets) {
    const steps = way.steps.map(({ name }, at) => [name, figure(median(rounds.map((took) => took[at] ?? Number.NaN)))]);
    console.log(`\n${way.name}, by step`);
    console.log(table(["", "µs"], steps));
  }
  return Object.fromEntries(
    targets.slice(0, -1).map((target) => [`${target.way.name}, of the tutorial's`, against(totals(target))]),
  );
}
