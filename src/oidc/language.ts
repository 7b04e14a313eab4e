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

/** A verb and a site's name as one writes them in Chinese: 登录青禾, but 登录 Grafana. */
export const withName = (verb: string, name: string): string => (/^[!-~]/.test(name) ? `${verb} ${name}` : verb + name);
