import type { SaomaLogin } from "../../widget/element.ts";
import { one } from "./dom-queries.ts";
import { newcomersPhone } from "./newcomer.ts";

/** One line of what there is to do. The number of somebody new fills itself in where it is asked for. */
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
    line.focus();
  };
  return button;
}
