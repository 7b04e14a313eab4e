import type { SaomaLogin } from "../../widget/element.ts";
import { one } from "./dom-queries.ts";
import { newcomersPhone } from "./newcomer.ts";

/** Renders one step. A click on the new person's number fills it into the form that asks for it. */
export function stepOf(text: string, isNext: boolean, login: SaomaLogin): HTMLElement {
  const step = document.createElement("li");
  const [before = "", after] = text.split("{phone}");
  const words = document.createElement("span");
  words.append(before);
  if (after !== undefined) words.append(numberFor(login), after);
  step.append(words);
  if (isNext) step.ariaCurrent = "step";
  return step;
}

function numberFor(login: SaomaLogin): HTMLElement {
  const phone = newcomersPhone();
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: phone });
  button.title = one(".steps").dataset.fill ?? "";
  button.disabled = login.state.kind !== "phone";
  button.onclick = () => {
    const line = login.shadowRoot?.querySelector<HTMLInputElement>("input[autocomplete=tel]");
    if (!line) return;
    line.value = phone;
    line.dispatchEvent(new Event("input"));
    line.focus();
  };
  return button;
}
