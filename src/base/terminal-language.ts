/** The languages of the commands. */
export type Language = "en" | "zh-CN";

/** The values of `--lang` and their languages. */
const names: Readonly<Record<string, Language>> = { en: "en", zh: "zh-CN", "zh-CN": "zh-CN" };

/** The values of `--lang`, for an error message. */
export const languageNames: readonly string[] = Object.keys(names);

/**
 * The language of a command: that of `--lang`; else that of the terminal, by the first of `LC_ALL`, `LC_MESSAGES` and
 * `LANG` that is set, as the C library decides it. Any language other than Chinese gives English.
 */
export function languageOf(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const asked = names[splitLanguage(args).asked ?? ""];
  if (asked) return asked;
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return /^zh([_.@-]|$)/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "zh-CN" : "en";
}

/**
 * Returns the arguments without `--lang`, and its value: empty if it is missing. Arguments after `--` belong to another
 * program.
 */
export function splitLanguage(all: readonly string[]): { readonly args: readonly string[]; readonly asked?: string } {
  const end = all.includes("--") ? all.indexOf("--") : all.length;
  const at = all.slice(0, end).findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  const given = all[at];
  if (given === undefined) return { args: all };
  const isApart = given === "--lang";
  const value = isApart ? all.slice(0, end)[at + 1] : given.slice("--lang=".length);
  return { args: [...all.slice(0, at), ...all.slice(at + (isApart ? 2 : 1))], asked: value ?? "" };
}

/** Whether this is a value of `--lang`. */
export const isLanguage = (asked: string): boolean => Object.hasOwn(names, asked);
