import type { AccountView } from "../../client/index.ts";
import { one } from "./dom-queries.ts";
import { formatTime } from "./format-time.ts";

/** Shows the signed-in user. */
export function showMember({ name, avatar, createdAt, lastSignInAt }: AccountView): void {
  one<HTMLImageElement>("[data-testid=avatar]").src = avatar;
  one("[data-testid=name]").textContent = name;
  showTime("[data-testid=first-sign-in]", createdAt);
  showTime("[data-testid=last-sign-in]", lastSignInAt);
}

function showTime(selector: string, time: string): void {
  const element = one<HTMLTimeElement>(selector);
  element.dateTime = time;
  element.textContent = formatTime(time);
}
