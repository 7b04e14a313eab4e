import { chineseTexts } from "./chinese-texts.ts";
import { englishTexts } from "./english-texts.ts";
import type { Language } from "./language.ts";
import type { Texts } from "./texts.ts";

/** The default texts, by language. */
export const defaultTexts: Readonly<Record<Language, Texts>> = { "zh-CN": chineseTexts, en: englishTexts };
