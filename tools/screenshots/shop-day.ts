// A day of a tea house's sign-ins, for pictures of the console: people of the simulator scan, confirm, and fail.
import { redeem, type Stage, start } from "../../test/stage/stage.ts";

/** How many sign-ins begin in each of the day's hours, from eleven in the morning in Beijing. */
const perHour = [3, 5, 4, 2, 2, 2, 3, 4, 5, 6, 6, 4, 2, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4, 2];

const hour = 3_600_000;

const browsers = {
  windows:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
  mac: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
} as const;

/** What becomes of a sign-in: `unseen`, nobody scans; `left`, nobody answers the question; `refused`, the person may not enter. */
export type Fate = "signs-in" | "unseen" | "left" | "declines" | "refused";

export interface Visit {
  readonly person: string;
  readonly fate?: Fate;
  readonly application?: string;
  readonly browser?: keyof typeof browsers;
  readonly language?: string;
}

/** One sign-in in a browser that nobody has used before. */
export async function visit(
  stage: Stage,
  { person, fate = "signs-in", application = "shop", browser = "windows", language = "zh-CN" }: Visit,
) {
  const page = stage.browser();
  const headers = { "user-agent": browsers[browser], "accept-language": language };
  const request: typeof page.request = (method, path, options) =>
    page.request(method, path, { ...options, headers: { ...headers, ...options?.headers } });
  const started = await start({ ...page, request }, { application });
  if (fate === "unseen") return started;
  await stage.clock.advance(5_200 + person.length * 400);
  await stage.scan(person, started);
  await stage.clock.advance(3_600);
  if (fate === "left") return started;
  await stage.say(person, fate === "declines" ? "2" : "1");
  await stage.clock.advance(250);
  if (fate === "signs-in") await redeem({ ...page, request }, started);
  return started;
}

function fateOf(count: number): Fate {
  if (count % 9 === 0) return "unseen";
  if (count % 14 === 0) return "left";
  return count % 25 === 0 ? "declines" : "signs-in";
}

/** The sign-ins of a day, which begins now; `share` of the usual. It ends after its last hour's. */
export async function liveDay(stage: Stage, share: number): Promise<void> {
  let count = 0;
  for (const usual of perHour) {
    const until = stage.clock.now() + hour;
    const times = Math.round(usual * share);
    for (let at = 0; at < times; at++) {
      count++;
      const person = count % 3 === 0 ? "afei" : "xiaoming";
      const fate = fateOf(count);
      await visit(stage, { person, fate, browser: count % 2 === 0 ? "mac" : "windows" });
      await stage.clock.advance(Math.floor(hour / (times + 1)));
    }
    await stage.clock.advance(Math.max(0, until - stage.clock.now()));
  }
}
