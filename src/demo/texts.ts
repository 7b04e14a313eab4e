// The texts of the demo site, by language.
import type { Language } from "../domain/language.ts";
import { chineseTexts } from "./chinese-texts.ts";
import type { DemoTexts } from "./demo-texts.ts";
import { englishTexts } from "./english-texts.ts";

export const demoTexts = (language: Language): DemoTexts => (language === "en" ? englishTexts : chineseTexts);
