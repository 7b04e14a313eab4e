import type { IncomingMessage } from "node:http";
import { type Language, preferredLanguage } from "../domain/language.ts";
import type { ClientApplication } from "./client-application.ts";

/** The language of a hosted page: the application's own, or what its client asks for, or the browser. */
export function languageFor(
  { language }: ClientApplication,
  uiLocales: string | undefined,
  { headers }: IncomingMessage,
): Language {
  if (language !== "auto") return language;
  return preferredLanguage(uiLocales?.replaceAll(" ", ",") ?? headers["accept-language"]);
}
