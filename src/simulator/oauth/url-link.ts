import { enterMiniProgram, type MiniProgramEntry } from "../people/mini-program-entry.ts";
import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";
import { deadLinkPage, openedPage, whosePage } from "./pages.ts";

/** WeChat's page behind a URL Link. A real phone would continue in WeChat; here the user chooses a phone. */
export function askWhosePhone(sim: Simulation, end: string): Response {
  const link = sim.miniLinks.byEnd(end);
  const account = link && sim.accounts.get(link.appid);
  if (!account) return deadLinkPage(gone);
  return whosePage(sim, {
    title: `打开小程序「${account.name}」`,
    text: "真的手机会从这里进入微信。选一个人，就在那个人的手机上打开。",
    action: `/wxaurl/${end}`,
  });
}

/** Opens the link on this person's phone; the page leads there. */
export function openOnPhone(sim: Simulation, person: Person, end: string): Response {
  const link = sim.miniLinks.byEnd(end);
  const entry = link && enterMiniProgram(sim, person, link.url);
  return entry?.outcome === "mini-program" ? openedPage(person) : deadLinkPage(reasons[entry?.outcome ?? "expired"]);
}

const gone = "请回到网页，换一个新的链接。";

const reasons: Readonly<Record<Exclude<MiniProgramEntry["outcome"], "mini-program">, string>> = {
  expired: gone,
  "no-access": "这个版本只有项目成员能打开。",
  "too-many-visits": "今天打开的次数太多了。",
};
