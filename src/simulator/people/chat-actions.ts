// What a person does in a chat: send, tap, follow a link.
import { deliver, type PushResult } from "../push/deliver.ts";
import type { PersonEvent } from "../push/event-schema.ts";
import { happened } from "../push/events.ts";
import { messaged, type PersonMessage, texted } from "../push/messages.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import { type Account, isFollowable } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { NewMessage } from "./chats.ts";
import { needFollower } from "./follow.ts";
import { type LinkedPage, menuItem } from "./links.ts";

/** Sends a message. */
export async function send(
  sim: Simulation,
  person: Person,
  account: Account,
  message: PersonMessage,
): Promise<PushResult> {
  if (message.type === "miniprogrampage" && account.kind !== "mini-program")
    throw new Refused(409, "only a 小程序 gets its own pages as messages");
  return say(sim, person, account, message);
}

/** Pushes an event without a tap on the phone. */
export const happen = (sim: Simulation, person: Person, account: Account, event: PersonEvent): Promise<PushResult> =>
  deliver(sim, happened(sim, person, account, event));

/** The result of a tap: a menu link sends its text, any other opens a page. */
export interface TapResult {
  /** `pushed`: a text was sent. `page`: a web page opened. `mini-program`: a page of a 小程序 opened. */
  outcome: "pushed" | "page" | "mini-program";
  /** The address of the web page. */
  url?: string;
  /** The page of the 小程序. */
  page?: LinkedPage;
  /** What happened to the push. */
  push?: PushResult;
}

/** Taps the link `index` (from 0) of a message. */
export async function tap(
  sim: Simulation,
  person: Person,
  account: Account,
  messageId: string,
  index: number,
): Promise<TapResult> {
  const messages = sim.chats.of(person.name, account.appid).messages();
  const message = messages.find(({ id }) => id === messageId);
  if (message === undefined) throw new Refused(404, `this chat has no message ${messageId}`);
  const link = message.links[index];
  if (link === undefined)
    throw new Refused(404, `message ${messageId} has ${message.links.length} links, none of index ${index}`);
  if (link.miniProgram !== undefined) return { outcome: "mini-program", page: link.miniProgram };
  const item = menuItem(link.href);
  if (item === undefined) return { outcome: "page", url: link.href };
  const id = carriesMenuId(sim, person, account) ? item.id : undefined;
  needChat(person, account);
  sim.chats.of(person.name, account.appid).add(said({ type: "text", text: item.content }));
  return { outcome: "pushed", push: await deliver(sim, texted(sim, person, account, item.content, id)) };
}

/** Adds the message to the chat and pushes it to the account. */
export async function say(
  sim: Simulation,
  person: Person,
  account: Account,
  message: PersonMessage,
): Promise<PushResult> {
  needChat(person, account);
  sim.chats.of(person.name, account.appid).add(said(message));
  return deliver(sim, messaged(sim, person, account, message));
}

/** Requires a chat: with accounts that the person follows, and with the customer service of any 小程序. */
function needChat(person: Person, account: Account): void {
  if (account.kind === "website") throw new Refused(409, `${account.name} has no chat`);
  if (isFollowable(account)) needFollower(person, account);
}

function said(message: PersonMessage): NewMessage {
  const plain = { from: "person" as const, text: "", links: [] };
  switch (message.type) {
    case "text":
      return { ...plain, type: "text", text: message.text };
    case "voice":
      return { ...plain, type: "voice", text: message.recognition ?? "" };
    case "location":
      return { ...plain, type: "location", text: message.label || `${message.latitude}, ${message.longitude}` };
    case "link":
      return { ...plain, type: "link", text: message.title };
    case "miniprogrampage":
      return { ...plain, type: "mini-program", text: message.title };
    default:
      return { ...plain, type: message.type };
  }
}

function carriesMenuId({ settings }: Simulation, person: Person, account: Account): boolean {
  if (account.kind === "test" && !settings.menuIdFromTestAccount) return false;
  return person.client !== "desktop" || settings.menuIdFromDesktop;
}
