import type { AccountView } from "../../client/index.ts";
import { one } from "./dom-queries.ts";

/** Shows the signed-in user. */
export function showMember({ name, avatar, createdAt, lastSignInAt }: AccountView): void {
  one<HTMLImageElement>("[data-testid=avatar]").src = avatar;
  one("[data-testid=name]").textContent = name;
  showTime("[data-testid=first-sign-in]", createdAt);
  showTime("[data-testid=last-sign-in]", lastSignInAt);
}

function showTime(selector: string, time: string): void {
  const element = one<HTMLTimeElement>(selector);
  // The time zone of the times in the chat, which the panel names.
  const zone = { timeZone: "Asia/Shanghai" } as const;
  const lang = document.documentElement.lang;
  const format = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short", ...zone });
  element.dateTime = time;
  element.textContent = format.format(new Date(time));
}
