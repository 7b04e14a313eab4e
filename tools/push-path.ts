// `node tools/push-path.ts`: the files of `src/` that one scan push runs through, by V8's call counts: from the call of
// `saoma.fetch` to its response. Node's listener, which calls it in production, is left out. An engineer who follows a
// push through the code has to read each of these files.
import { Session } from "node:inspector/promises";
import { setStage, start } from "../test/stage/stage.ts";

const root = new URL("../src/", import.meta.url).href;

/** The functions of the service that ran, by file below `src/`: without the stage's WeChat, clock and randomness. */
export async function pushPath(): Promise<ReadonlyMap<string, readonly string[]>> {
  const stage = await setStage();
  const session = new Session();
  session.connect();
  try {
    await stage.simulator.control.follow("xiaoming", stage.appid);
    // The first scan fetches tokens and fills caches, so it is not counted.
    await stage.scan("xiaoming", await start(stage.browser()));
    const started = await start(stage.browser());
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    let ran: ReadonlyMap<string, readonly string[]> = new Map();
    const { fetch } = stage.saoma;
    stage.saoma.fetch = async (...given) => {
      await takeCalls(session);
      const response = await fetch(...given);
      ran = await takeCalls(session);
      return response;
    };
    await stage.scan("xiaoming", started);
    return ran;
  } finally {
    session.disconnect();
    await stage.close();
  }
}

/** The functions of `src/` that were called since the previous call of this function, by file. */
async function takeCalls(session: Session): Promise<ReadonlyMap<string, readonly string[]>> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const ran = result
    .filter(({ url }) => url.startsWith(root))
    .map(({ url, functions }) => {
      const names = functions
        .filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0)
        .map(({ functionName }) => functionName || "(anonymous)");
      return [url.slice(root.length), names] as const;
    })
    .filter(([path, names]) => names.length > 0 && !path.startsWith("testing/"));
  return new Map(ran.sort(([a], [b]) => a.localeCompare(b)));
}

if (import.meta.main) {
  const path = await pushPath();
  for (const [file, names] of path) console.log(`${file}: ${[...new Set(names)].join(", ")}`);
  const functions = [...path.values()].reduce((sum, names) => sum + names.length, 0);
  console.log(`${path.size} files, ${functions} functions`);
}
