import type { Purpose } from "./attempt.ts";

const wordsOf = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** What people say instead of the words of a prompt, as {@link bareWord} leaves it. */
const yes = wordsOf("是 是的 是我 是我的 是本人 确认 確認 确定 確定 同意 yes y confirm");
const no = wordsOf(
  "否 不 不是 不是我 不是我的 不是本人 不同意 取消 拒绝 拒絕 拒绝登录 拒绝登陆 取消登录 取消登陆 no n cancel notme",
);

/** What says yes to one purpose, and must not to another: each is confirmed in its own words. */
const yesTo: Readonly<Record<Purpose, ReadonlySet<string>>> = {
  "sign-in": wordsOf("是我登录 是我登陆 是我登錄 确认登录 确认登陆 確認登錄"),
  link: new Set(),
  prove: wordsOf("是我确认 是我確認"),
};

/** Every word that {@link plainAnswer} knows. */
export const plainAnswers: readonly string[] = [...yes, ...no, ...Object.values(yesTo).flatMap((words) => [...words])];

/** What a word says to an attempt of this purpose. */
export function plainAnswer(word: string, purpose: Purpose): "yes" | "no" | undefined {
  if (yes.has(word) || yesTo[purpose].has(word)) return "yes";
  return no.has(word) ? "no" : undefined;
}
