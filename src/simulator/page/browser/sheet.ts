// Draws a sheet that slides up from below.
import type { Sms } from "./api.ts";
import { avatar } from "./avatar.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import { peopleChoice } from "./people.ts";
import type { Phone } from "./phone.ts";
import type { Overlay, State } from "./state.ts";
import { timeOf } from "./time.ts";
import { words } from "./words.ts";

type Child = HTMLElement | SVGElement | string | false;

/** A sheet that slides up. A click outside, or Escape, closes it. */
export function sheet(label: string, close: () => void, ...children: Child[]): HTMLElement {
  const body = h(
    "div",
    { class: "sheet rise", role: "dialog", "aria-modal": "true", "aria-label": label, tabindex: "-1" },
    h("div", { class: "grip" }),
    ...children,
  );
  const veil = h("div", { class: "veil fade" }, body);
  veil.addEventListener("click", (event) => event.target === veil && close());
  veil.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return veil;
}

export const button = (text: string, className: string, onclick: () => void): HTMLElement =>
  h("button", { type: "button", class: className, onclick }, text);

/** The sheet of a scanned account that the person does not follow. */
export function followSheet(phone: Phone, { person }: State): HTMLElement {
  const account = person?.accounts.find(({ appid }) => appid === person.sheet?.appid);
  const { appid = "", name = "", kind = "service" } = account ?? {};
  return sheet(
    name,
    () => phone.closeSheet(),
    avatar(appid, name, "large"),
    h("h2", {}, name),
    h("p", {}, `${words.kinds[kind]} · ${words.sheetText}`),
    h(
      "div",
      { class: "buttons" },
      button(words.follow, "main", () => phone.follow(appid)),
      button(words.close, "quiet", () => phone.closeSheet()),
    ),
  );
}

/** All other sheets. */
export function overlaySheet(phone: Phone, state: State, overlay: Exclude<Overlay, { kind: "camera" }>): HTMLElement {
  const close = () => phone.show(undefined);
  const closing = (text = words.close) => button(text, "quiet", close);
  if (overlay.kind === "people") return peopleSheet(phone, close);
  if (overlay.kind === "sms") return smsSheet(overlay.messages, close);
  if (overlay.kind === "more") return moreSheet(phone, state, overlay.appid, close);
  if (overlay.kind === "expired") return notice(close, icons.expired(), words.expiredTitle, words.expired, closing());
  return notice(close, icons.expired(), words.failedTitle, overlay.text, closing());
}

function notice(
  close: () => void,
  art: SVGElement,
  title: string,
  text: string,
  ...buttons: HTMLElement[]
): HTMLElement {
  art.setAttribute("class", "art");
  return sheet(title, close, art, h("h2", {}, title), h("p", {}, text), h("div", { class: "buttons" }, ...buttons));
}

function peopleSheet(phone: Phone, close: () => void): HTMLElement {
  const { people, select, welcome } = phone.others;
  const come = (): void => {
    close();
    void welcome();
  };
  const choose = (name: string): void => {
    close();
    void select(name);
  };
  return sheet(
    words.people,
    close,
    h("h2", {}, words.people),
    peopleChoice(people(), phone.state().name, choose, come),
  );
}

function smsSheet(messages: readonly Sms[], close: () => void): HTMLElement {
  const lines = [...messages]
    .reverse()
    .map(({ from, text, at }) => h("li", {}, h("small", {}, `${from} · ${timeOf(at)}`), h("span", {}, text)));
  return sheet(
    words.sms,
    close,
    h("h2", {}, words.sms),
    lines.length === 0 ? h("p", {}, words.noSms) : h("ul", { class: "sms" }, ...lines),
    h("div", { class: "buttons" }, button(words.close, "quiet", close)),
  );
}

function moreSheet(phone: Phone, { person }: State, appid: string, close: () => void): HTMLElement {
  const account = person?.accounts.find((each) => each.appid === appid);
  const client = person?.client ?? "phone";
  return sheet(
    words.more,
    close,
    h("h2", {}, account?.name ?? ""),
    h("p", {}, appid),
    h(
      "div",
      { class: "buttons" },
      button(words.switchClient[client], "quiet", () => phone.switchClient()),
      account?.follows === true && button(words.unfollow, "quiet danger", () => phone.unfollow(appid)),
      button(words.close, "quiet", close),
    ),
  );
}
