import { type Random, randomInt } from "../base/random.ts";
import { type Attempt, promptStep } from "../domain/attempt.ts";
import { fill, type Texts } from "../domain/texts.ts";
import { menuLink } from "../wechat/index.ts";

/** A person's answer to a prompt. */
export type Answer = "yes" | "no";

/**
 * A number for a prompt's links. It is no secret: it means something only from the person it was sent
 * to. Below 2^31, because SDKs in the way read it as an int.
 */
export const newPrompt = (random: Random): number => promptStep * (1 + randomInt(random, 2 ** 29 - 1));

/** The prompt and the answer that a link's id stands for; undefined where no link of ours has it. */
export function readMenuId(menuId: string): { prompt: number; answer: Answer } | undefined {
  const id = /^\d{1,10}$/.test(menuId) ? Number(menuId) : 0;
  const answer = (["yes", "no"] as const)[id % promptStep];
  return id < promptStep || answer === undefined ? undefined : { prompt: id - (id % promptStep), answer };
}

/** The answer a text stands for: the digit we offer, or the link's own words, which some clients send without its id. */
export function readTyped(text: string, texts: Texts): Answer | undefined {
  const said = text.normalize("NFKC").trim();
  if (said === "1" || said === texts.yes.normalize("NFKC")) return "yes";
  return said === "2" || said === texts.no.normalize("NFKC") ? "no" : undefined;
}

/** A template of the chat, filled in for one attempt. */
export function speak(
  template: string,
  texts: Texts,
  attempt: Attempt,
  site: string,
  more: { now: number; name?: string },
): string {
  const prompt = attempt.prompt ?? 0;
  return fill(template, {
    site,
    name: more.name ?? "",
    browser: attempt.browserName || texts.unknownBrowser,
    time: clockTime(more.now),
    yes: menuLink(texts.yes, prompt),
    no: menuLink(texts.no, prompt + 1),
  });
}

const wallClock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });

/** Hours and minutes in China, where the chat is read. */
const clockTime = (now: number): string => wallClock.format(now);
