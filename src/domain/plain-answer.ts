import type { Purpose } from "./attempt.ts";

const wordsOf = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Answers that people type instead of a prompt's words, in the form of {@link bareWord}. */
const yes = wordsOf(
  "是 是的 是啊 是呀 是的是我 对是我 是我 是我的 是本人 是我本人 本人 对 对的 對 對的 没错 沒錯 确认 確認 确定 確定 同意 允许 允許 可以 好 好的 行 嗯 嗯嗯 yes y yep yeah ok okay sure confirm 👌 👍 ✅ ✔",
);
const no = wordsOf(
  "否 不 不是 不是我 不是我的 不是本人 不是我本人 非本人 不是本人操作 非本人操作 不是我登录 不是我登陆 不是我登錄 不是我登录的 不要 不对 不對 不行 不可以 不允许 不允許 不同意 取消 拒绝 拒絕 拒绝登录 拒绝登陆 取消登录 取消登陆 no n nope cancel notme ❌ 👎",
);

/** Words that mean “yes” for one purpose only: each purpose is confirmed in its own words. */
const yesTo: Readonly<Record<Purpose, ReadonlySet<string>>> = {
  "sign-in": wordsOf(
    "是我登录 是我登陆 是我登錄 确认登录 确认登陆 確認登錄 同意登录 同意登陆 同意登錄 允许登录 允许登陆 允許登錄",
  ),
  link: new Set(),
  prove: wordsOf("是我确认 是我確認"),
  administer: new Set(),
};

/** Every word that {@link plainAnswer} knows. */
export const plainAnswers: readonly string[] = [...yes, ...no, ...Object.values(yesTo).flatMap((words) => [...words])];

/** The answer that a word gives to an attempt of this purpose. */
export function plainAnswer(word: string, purpose: Purpose): "yes" | "no" | undefined {
  if (yes.has(word) || yesTo[purpose].has(word)) return "yes";
  return no.has(word) ? "no" : undefined;
}
