// The question in the chat: its links, its text, and the answers to it.
import { type Random, randomInt } from "../../base/random.ts";
import type { Secret } from "../../base/secret.ts";
import type { ApprovalAction } from "../../domain/approval.ts";
import { type Attempt, promptStep } from "../../domain/attempt.ts";
import { languages } from "../../domain/language.ts";
import { numberChoices } from "../../domain/number.ts";
import { plainAnswer, plainAnswers } from "../../domain/plain-answer.ts";
import { askedPurpose } from "../../domain/policy.ts";
import { fill, type Texts } from "../../domain/texts.ts";
import { bare, bareWord } from "../../domain/typed.ts";
import { menuLink } from "../../wechat/index.ts";
import type { Application } from "../context.ts";
import { messageFor, textsOf, yesAnswers } from "./prompt-texts.ts";
import { stripLinks } from "./strip-links.ts";

/** A person's answer to a prompt. */
export type PromptAnswer = "yes" | "no" | "wrong" | "other-account";

/**
 * A number for a prompt's links. It is not secret: it is valid only from the person it was sent to. Below 2^31, because
 * some SDKs read it as an int.
 */
export const newPromptId = (random: Random): number => promptStep * (1 + randomInt(random, 2 ** 29 - 1));

/** The prompt and the index of a link's id; undefined if it is no id of a prompt's link. */
export function readMenuId(menuId: string): { prompt: number; link: number } | undefined {
  const id = /^\d{1,10}$/.test(menuId) ? Number(menuId) : 0;
  return id < promptStep ? undefined : { prompt: id - (id % promptStep), link: id % promptStep };
}

const noLink = 1;

/** The id of the links of a notice, which send a word and belong to no prompt. It is below the first prompt's. */
export const wordLink = 1;

/** The indexes of the three number links. */
const numberLinks: readonly number[] = [0, 2, 3];

/** The index of the link “the account is somebody else's”, where no numbers are shown. */
const otherAccountLink = 2;

/** The answer of a tapped link of an attempt's prompt; undefined if there is no such link. */
export function readTappedAnswer(key: Secret, attempt: Attempt, link: number): PromptAnswer | undefined {
  const { prompt = 0, number, addedAt } = attempt;
  if (link === noLink) return "no";
  if (number === undefined && link === otherAccountLink && addedAt !== undefined) return "other-account";
  if (number === undefined) return link === 0 ? "yes" : undefined;
  return numberChoices(key, prompt, number)[numberLinks.indexOf(link)] === number ? "yes" : "wrong";
}

/** The maximum length of an answer, in UTF-16 units. */
const longestTyped = 64;

/**
 * The answer in a text: an offered digit, the words of a link, which some clients send without its id, or a plain yes
 * or no.
 */
export function readTypedAnswer(
  text: string,
  texts: Texts,
  { number, purpose, addedAt }: Pick<Attempt, "number" | "purpose" | "addedAt">,
): PromptAnswer | undefined {
  if (text.length > longestTyped) return undefined;
  const said = bare(text);
  if (number !== undefined && /^\d\d$/.test(said)) return Number(said) === number ? "yes" : "wrong";
  const word = bareWord(text);
  if (said === "2" || word === bareWord(texts.no)) return "no";
  if (addedAt !== undefined && (said === "3" || word === bareWord(texts.otherAccount))) return "other-account";
  if (number === undefined && (said === "1" || word === bareWord(messageFor(texts, purpose, "yes")))) return "yes";
  // The words of a link confirm only the prompt that offered them.
  const plain = yesAnswers(texts).map(bareWord).includes(word) ? undefined : plainAnswer(word, purpose);
  return plain === "yes" && number !== undefined ? undefined : plain;
}

/** Whether an answer is a common word. Such a word counts only while a prompt waits. */
export const isPlainAnswer = (text: string): boolean =>
  text.length <= longestTyped && plainAnswers.includes(bareWord(text));

/**
 * Whether {@link readTypedAnswer} could find an answer in a text, for any prompt. For other texts the person's last
 * scan need not be looked up.
 */
export function createAnswerFilter(applications: Iterable<Pick<Application, "texts">>): (text: string) => boolean {
  const words = new Set(["1", "2", "3", ...plainAnswers]);
  for (const application of [undefined, ...applications])
    for (const language of languages) {
      const texts = textsOf(application, language);
      for (const word of [...yesAnswers(texts), texts.no, texts.otherAccount]) words.add(bareWord(word));
    }
  return (text) => {
    if (text.length > longestTyped) return false;
    return words.has(bareWord(text)) || /^\d\d$/.test(bare(text));
  };
}

/** Fills in a template of the chat for one attempt. */
export function renderPrompt(
  template: string,
  texts: Texts,
  attempt: Attempt,
  site: string,
  more: { key: Secret; now: number; name?: string; wechat: string },
): string {
  const prompt = attempt.prompt ?? 0;
  return fill(template, {
    site,
    name: stripLinks(more.name ?? ""),
    browser: attempt.browserName || texts.unknownBrowser,
    time: clockTime(more.now),
    yes: menuLink(messageFor(texts, askedPurpose(attempt), "yes"), prompt),
    no: menuLink(texts.no, prompt + noLink),
    otherAccount: menuLink(texts.otherAccount, prompt + otherAccountLink),
    day: attempt.addedAt === undefined ? "" : dayOf(attempt.addedAt),
    numbers: numbersOf(more.key, attempt),
    action: actionOf(texts, attempt, { site, wechat: more.wechat }),
    code: pairingPlaceholder,
  });
}

function actionOf(texts: Texts, { purpose, approves }: Attempt, values: Readonly<Record<string, string>>): string {
  if (purpose === "administer") return fill(texts.actionConsole, values);
  return approves === undefined ? "" : fill(texts[actionTexts[approves]], values);
}

const actionTexts = {
  link: "actionLink",
  remove: "actionRemove",
  restore: "actionRestore",
  delete: "actionDelete",
  phone: "actionPhone",
} as const satisfies Record<ApprovalAction, keyof Texts>;

/** Marks the place of the pairing code in a reply. Replies are stored without the code. */
export const pairingPlaceholder = "{pairing}";

function numbersOf(key: Secret, { prompt = 0, number }: Attempt): string {
  if (number === undefined) return "";
  const links = numberChoices(key, prompt, number).map((one, at) =>
    menuLink(String(one), prompt + (numberLinks[at] ?? 0)),
  );
  return links.join("　　");
}

const wallClock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });

/** Hours and minutes in China's time zone, which the chat uses. */
export const clockTime = (now: number): string => wallClock.format(now);

const calendar = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long" });

/** The day in China's time zone, in the form of WeChat's templates: 2026年5月1日. */
export const dayOf = (now: number): string => calendar.format(now);
