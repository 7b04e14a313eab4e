import type { AccountView } from "../../client/index.ts";
import { one } from "./find.ts";

/** Shows who is signed in. */
export function showMember({ name, avatar, createdAt, lastSignInAt }: AccountView): void {
  one<HTMLImageElement>("[data-testid=avatar]").src = avatar;
  one("[data-testid=name]").textContent = name;
  showTime("[data-testid=first-sign-in]", createdAt);
  showTime("[data-testid=last-sign-in]", lastSignInAt);
}

function showTime(selector: string, time: string): void {
  const element = one<HTMLTimeElement>(selector);
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  element.dateTime = time;
  element.textContent = format.format(new Date(time));
}
