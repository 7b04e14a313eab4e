import { keyOf } from "../base/english.ts";
import { type Language, languageOf } from "../base/terminal-language.ts";
import { createTranslator } from "../base/translator.ts";
import { texts } from "./texts/index.ts";

/** Translates sentences into one language. */
export interface Say {
  /** A sentence with values, given in English; the table has the Chinese. */
  (parts: TemplateStringsArray, ...values: readonly unknown[]): string;
  readonly language: Language;
  /** A sentence without values. */
  of(english: string): string;
  /** Translates a finished English sentence of another layer; unknown ones are returned unchanged. */
  translated(english: string): string;
}

const translate = createTranslator(texts);

export function createSay(language: Language): Say {
  const pick = (english: string): string => (language === "en" ? english : (texts[english] ?? english));
  const say = (parts: TemplateStringsArray, ...values: readonly unknown[]): string =>
    filled(pick(keyOf(parts)), values);
  const translated = (english: string): string => (language === "en" ? english : anyCase(translate, english));
  return Object.assign(say, { language, of: pick, translated });
}

/** A problem of the configuration begins with a small letter, and with a capital where it stands as a sentence. */
function anyCase(translate: (english: string) => string, english: string): string {
  const found = translate(english);
  const small = `${english[0]?.toLowerCase() ?? ""}${english.slice(1)}`;
  if (found !== english || small === english) return found;
  const other = translate(small);
  return other === small ? english : other;
}

/** A sentence with its `{0}`, `{1}` filled in. */
export const filled = (sentence: string, values: readonly unknown[]): string =>
  sentence.replace(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)]));

/** The translator for the language of this process. */
export const say = createSay(languageOf(process.argv.slice(2), process.env));
export const { translated } = say;
