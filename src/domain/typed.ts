import { asciiDigits } from "./typed-digits.ts";

/**
 * Characters without meaning in a typed text: controls, joiners, direction marks, fillers, the marks of keycap emoji,
 * and skin tones.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u2800]|\u20e3/gu;

/** WeChat's own emoticons, as its texts write them: `[微笑]`, `[OK]`, and at the end `/:strong`, `/::)`. */
const emoticons = /\[\p{L}{1,12}\]|\s*\/:\S{1,10}$/gu;

/**
 * What may surround a word or a code: brackets, quotes, stops. A question mark means doubt, and `%` changes the number;
 * neither is removed.
 */
const around = "[[\\p{P}\\p{So}\\p{Sk}~<>\\s]--[?%]]";
const ends = new RegExp(`^${around}+|${around}+$`, "gv");
const within = new RegExp(around, "gv");

const seen = (typed: string): string => typed.normalize("NFKC").replace(unseen, "");

const trimmed = (text: string): string => asciiDigits(text.replace(ends, ""));

/**
 * The content of a short text: its letters and digits in ASCII, without the marks around them. A lone emoticon is kept
 * as a word, because people also put words into such brackets.
 */
export const bare = rememberingLast((typed) => {
  const text = seen(typed);
  return trimmed(text.replace(emoticons, "")) || trimmed(text);
});

/** The same for words: in lower case, and without stops inside. A text of marks only is kept. */
export const bareWord = rememberingLast((typed) => bare(typed).replace(within, "").toLowerCase() || seen(typed).trim());

/** One push has its text read several times in a row, and each reading costs as much as a statement of the database. */
function rememberingLast(read: (typed: string) => string): (typed: string) => string {
  let [last, result] = ["", read("")];
  return (typed) => {
    if (typed !== last) [last, result] = [typed, read(typed)];
    return result;
  };
}

/** The same for codes: without spaces. */
export const bareCode = (typed: string): string => bare(typed).replace(/[\s\p{Pd}_~·•・、]/gu, "");

/** Labels that people write before a code, or copy with it: 验证码：, 您的登录验证码是, 回复, code: */
const label = new RegExp(
  `^(?:${[
    "[a-z ]{0,20}\\b(?:code|pin|otp|login)(?: is)?(?=[\\s:=])",
    "(?:请|請)?(?:(?:输入|輸入|发送|發送|回复|回復|回覆|填写|填寫)[\\s:,]*)?(?:[我你您]的?)?" +
      "(?:(?:登录|登陆|登錄|登陸|登入|微信|短信|验证|驗證|校验|校驗|动态|動態|确认|確認)[\\s:+]*)*" +
      "(?:号码|號碼|密码|密碼|口令|[码碼])?(?:是|为|為)?",
  ].join("|")})[\\s:=,]*`,
  "i",
);

/** The sender's name in an SMS: 【…】, whose first bracket has been trimmed. */
const sender = /^[^【】\d]{1,20}】\s*(?=.*(?:[码碼]|code))/i;

/** What people add after a code: thanks, particles, its purpose, and sentences of the SMS. */
const addition =
  /[\s,.。!(]*(?:(?:登录|登陆|登錄|登陸|登入|码|碼|谢谢|謝謝|多谢|thanks?|thank you|thx|[呀哈啊哦喔噢了吧]|[,.。!\s])+|\d{1,2}\s*分[钟鐘]内?有效)$/i;

/** A code without the words that people write or copy with it. */
export const withoutLabel = (typed: string): string =>
  bare(typed).replace(sender, "").replace(label, "").replace(addition, "");
