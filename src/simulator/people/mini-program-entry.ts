import { addedQuery } from "../api/mini-program/links.ts";
import type { EnvVersion } from "../api/mini-program/minicodes.ts";
import { launch } from "../phone/mini-program.ts";
import type { MiniProgram } from "../phone/phones.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";

/** Where a 小程序码, a QR or a link of a 小程序 leads. */
export interface MiniProgramEntry {
  /**
   * `mini-program`: its page opened. `expired`: the link is too old. `no-access`: the version or the page is not
   * open to the person. `too-many-visits`: the day's limit is reached.
   */
  outcome: "mini-program" | "expired" | "no-access" | "too-many-visits";
  /** The mini-program's appid. */
  appid?: string;
  /** The page that opened. */
  page?: MiniProgram;
}

/** WeChat's scene numbers (场景值) of the entries. */
const scenes = { square: 1011, round: 1047, link: 1194, scheme: 1065 } as const;

/**
 * Opens the 小程序 behind `content`, if that is one of WeChat's codes or links. Trial and development versions open only
 * for members, and links only before they expire and within the day's visits. Returns undefined for anything else.
 */
export function enterMiniProgram(sim: Simulation, person: Person, content: string): MiniProgramEntry | undefined {
  if (/^https?:\/\/mp\.weixin\.qq\.com\/a\/~/.test(content)) return enterByCode(sim, person, content);
  if (/^https:\/\/(wxaurl|wxmpurl)\.cn\/|^weixin:\/\/dl\/business\/\?/.test(content) || sim.miniLinks.byUrl(content))
    return enterByLink(sim, person, content);
  return undefined;
}

function enterByCode(sim: Simulation, person: Person, content: string): MiniProgramEntry {
  const code = sim.miniCodes.byUrl(content.replace(/^http:/, "https:"));
  const account = code && sim.accounts.get(code.appid);
  if (code === undefined || account === undefined) return { outcome: "expired" };
  const { scene } = code;
  return openPage(sim, person, account, code, {
    launchScene: scenes[code.look],
    ...(scene === undefined ? {} : { scene }),
  });
}

function enterByLink(sim: Simulation, person: Person, content: string): MiniProgramEntry {
  const link = sim.miniLinks.byUrl(content);
  const account = link && sim.accounts.get(link.appid);
  if (link === undefined || account === undefined) return { outcome: "expired" };
  const { appid } = link;
  if (link.expiresAt !== 0 && sim.clock.seconds() >= link.expiresAt) return { outcome: "expired", appid };
  const visits = `${appid} link visits`;
  if (sim.quota.used(visits, "day") >= sim.settings.linkVisitsPerDay) return { outcome: "too-many-visits", appid };
  sim.quota.hit(visits, "day");
  const query = [link.query, addedQuery(content)].filter((each) => each !== "").join("&");
  return openPage(sim, person, account, { ...link, path: `${link.path}?${query}` }, { launchScene: scenes[link.kind] });
}

function openPage(
  sim: Simulation,
  person: Person,
  account: Account,
  { path: whole, envVersion }: { path: string; envVersion: EnvVersion },
  how: { launchScene: number; scene?: string },
): MiniProgramEntry {
  const { appid, pages, members } = account;
  if (envVersion !== "release" && !members.includes(person.name)) return { outcome: "no-access", appid };
  const [path = "", query = ""] = whole.split(/\?(.*)/s);
  const home = pages[0] ?? "pages/index/index";
  const page = launch(sim, person, account, { path: path || home, query: queryOf(query), ...how });
  return { outcome: "mini-program", appid, page };
}

/** Pages get the values as they are in the address, because WeChat does not decode them. */
const queryOf = (query: string): Record<string, string> =>
  Object.fromEntries(
    query
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => [pair.split("=", 1)[0] ?? "", pair.slice(pair.indexOf("=") + 1)]),
  );
