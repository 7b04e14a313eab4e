export type Language = "zh-CN" | "en";

const asked = new URLSearchParams(location.search).get("lang");

/** The language that the address asks for with `?lang=`, as the demo's page does: the phones here speak it, too. */
export const askedLanguage: Language | undefined = asked === "zh-CN" || asked === "en" ? asked : undefined;

const isBrowserChinese = navigator.language.toLowerCase().startsWith("zh");

/** The page's language: the one asked for, else the browser's. Chinese, or English for every other language. */
export const language: Language = askedLanguage ?? (isBrowserChinese ? "zh-CN" : "en");

document.documentElement.lang = language;
