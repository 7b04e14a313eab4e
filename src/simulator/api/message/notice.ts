// Shows template and subscribe messages in the chat.
import { linkTo, type NewMessage } from "../../people/chats.ts";
import type { Link } from "../../people/links.ts";
import { deliver } from "../../push/deliver.ts";
import type { PersonEvent } from "../../push/event-schema.ts";
import { happened } from "../../push/events.ts";
import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import type { Person } from "../../world/people.ts";
import { type Fields, isFields, isGiven, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";

/** A template or subscribe message as the chat shows it. A tap on it opens its page. */
export function noticeOf(
  title: string,
  fields: NonNullable<NewMessage["fields"]>,
  links: Link[],
): Omit<NewMessage, "from"> {
  const text = [title, ...fields.map(({ label, value }) => `${label}：${value}`)].join("\n");
  return { type: "notice", text, title, fields, links: links.map((link) => ({ ...link, text: title })) };
}

/** The link of a message. A page of a 小程序 takes precedence over an address. Throws 40039, 40013, 40165. */
export function targetOf(sim: Simulation, { url, miniprogram }: Fields): Link[] {
  const address = textOf(url);
  if (address.length > 1024) throw new WechatFailure(40039);
  if (!isFields(miniprogram) || !isGiven(miniprogram)) return linkTo(address, "");
  return pageLink(sim, textOf(miniprogram.appid), textOf(miniprogram.pagepath), address);
}

export function pageLink(sim: Simulation, appid: string, path: string, href = ""): Link[] {
  const account = sim.accounts.get(appid);
  if (account?.kind !== "mini-program") throw new WechatFailure(40013);
  const [page = ""] = path.split("?");
  if (page !== "" && !account.pages.includes(page)) throw new WechatFailure(40165);
  return [{ text: "", href, start: 0, miniProgram: { appid, path } }];
}

/** Pushes the delivery result of a message in the background; `control.settled()` waits for it. */
export function tell(sim: Simulation, person: Person, account: Account, event: PersonEvent): void {
  sim.backgroundTasks.add(deliver(sim, happened(sim, person, account, event)));
}
