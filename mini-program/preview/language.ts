import { english } from "./english.ts";

const isEnglish = new URLSearchParams(location.search).get("language") === "en";

/** A sentence of the mini-program's in the language of the person's WeChat. The sample itself is in Chinese. */
export function say(parts: TemplateStringsArray, ...values: readonly string[]): string {
  const chinese = parts.map((part, at) => (at === 0 ? part : `{${at - 1}}${part}`)).join("");
  const sentence = isEnglish ? (english[chinese] ?? chinese) : chinese;
  return sentence.replace(/\{(\d)\}/g, (_, at: string) => values[Number(at)] ?? "");
}

/** The time of `sign-in.ts`, which says whose it is. */
export const inWords = (time: string): string => (isEnglish ? time.replace("北京时间", "Beijing time") : time);
