import type { Person } from "./api.ts";
import { avatar } from "./avatar.ts";
import { h } from "./dom.ts";
import type { Phone } from "./phone.ts";
import { button, sheet } from "./sheet.ts";
import { words } from "./words.ts";

/** The sheet that asks for consent: the account that asks, its purpose, and the person's data. */
export function consentSheet(phone: Phone, person: Person): HTMLElement {
  const { kind, appid, name } = person.consent ?? { kind: "login", appid: "", name: "" };
  const asks = words.asks[kind];
  const refuse = (): void => void phone.consent(false);
  return sheet(
    name,
    refuse,
    h("div", { class: "asker" }, avatar(appid, name), h("b", {}, name)),
    h("h2", {}, asks.title),
    h("p", {}, asks.text),
    given(person, kind),
    h(
      "div",
      { class: "buttons pair" },
      button(asks.no, "quiet", refuse),
      button(asks.yes, "main", () => phone.consent(true)),
    ),
  );
}

/** The data that the account gets. */
function given({ name, displayName, phone, countryCode }: Person, kind: string): HTMLElement | false {
  if (kind === "phone-number")
    return h("div", { class: "given" }, h("b", {}, masked(phone ?? "")), h("small", {}, words.numberOf(countryCode)));
  if (kind === "privacy") return false;
  return h("div", { class: "given" }, avatar(name, displayName, "round"), h("b", {}, displayName));
}

const masked = (phone: string): string => phone.replace(/^(\d{3})\d+(\d{4})$/, "$1****$2");
