// Scans of a QR or a mini-program code.
import { qrContentOf } from "../phone/image.ts";
import type { MiniProgram } from "../phone/phones.ts";
import { deliver, type PushResult } from "../push/deliver.ts";
import { scanned } from "../push/follow-events.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { scanLogin } from "./login.ts";
import { enterMiniProgram, type MiniProgramEntry } from "./mini-program-entry.ts";

/** What the camera scans. */
export type ScanInput =
  | {
      /** The text of a QR. */
      content: string;
    }
  | {
      /** A picture of a QR, as a data URI. */
      image: string;
    };

/** The result of a scan. */
export interface ScanResult {
  /**
   * `pushed`: a follower scanned (SCAN). `follow-sheet`: the phone asks whether to follow. `chat`: the chat opened,
   * without a push. `page`: a web page opened; for a website's login page, the phone asks whether to sign in.
   * `expired`: the QR is too old, or unknown. The others are those of {@link MiniProgramEntry}.
   */
  outcome: "pushed" | "follow-sheet" | "chat" | "page" | MiniProgramEntry["outcome"];
  /** The appid of the account or website. */
  appid?: string;
  /** The page of a 小程序 that opened. */
  page?: MiniProgram;
  /** The address of the web page. */
  url?: string;
  /** What happened to the push. */
  push?: PushResult;
}

export async function scan(sim: Simulation, person: Person, input: ScanInput): Promise<ScanResult> {
  const content = ("image" in input ? qrContentOf(input.image) : input.content).trim();
  if (/^https?:\/\/weixin\.qq\.com\/q\//.test(content)) return scanQrcode(sim, person, content);
  const own = /^https?:\/\/weixin\.qq\.com\/r\/([\w-]+)$/.exec(content)?.[1];
  const account = sim.accounts.all().find(({ originalId }) => originalId === own);
  if (account !== undefined && isFollowable(account)) return scanAccount(person, account);
  const entry = enterMiniProgram(sim, person, content);
  if (entry !== undefined) return entry;
  const login = /^https?:\/\/[^/]+\/connect\/confirm\?(?:.*&)?uuid=([^&#]+)/.exec(content)?.[1];
  if (login !== undefined) return scanWebsite(sim, person, content, login);
  if (/^https?:\/\/\S+$/.test(content)) return { outcome: "page", url: content };
  throw new Refused(422, "the QR holds a text, not a link: WeChat would show it and do nothing");
}

/** An account's own QR, `http://weixin.qq.com/r/<originalId>` here: a follower gets to the chat. */
function scanAccount(person: Person, { appid }: Account): ScanResult {
  if (person.follows.has(appid)) return { outcome: "chat", appid };
  person.sheet = { appid };
  return { outcome: "follow-sheet", appid };
}

/** The QR of a website's login page: the phone asks the person. */
function scanWebsite(sim: Simulation, person: Person, url: string, uuid: string): ScanResult {
  const website = scanLogin(sim, person, uuid);
  return website === undefined ? { outcome: "expired" } : { outcome: "page", appid: website.appid, url };
}

async function scanQrcode(sim: Simulation, person: Person, url: string): Promise<ScanResult> {
  const qrcode = sim.qrcodes.byUrl(url.replace(/^https/, "http"));
  const account = qrcode && sim.accounts.get(qrcode.appid);
  if (qrcode === undefined || account === undefined) {
    sim.log.add({ kind: "note", text: `${person.name} scanned ${url}, which no account here has made` });
    return { outcome: "expired" };
  }
  const { appid, scene, ticket } = qrcode;
  if (sim.qrcodes.isExpired(qrcode)) return { outcome: "expired", appid };
  if (!person.follows.has(appid)) {
    person.sheet = { appid, qr: { scene, ticket } };
    return { outcome: "follow-sheet", appid };
  }
  if (account.pushUrl === null) return { outcome: "chat", appid };
  return { outcome: "pushed", appid, push: await deliver(sim, scanned(sim, person, account, qrcode)) };
}
