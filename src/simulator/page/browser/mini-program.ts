// Draws an open mini-program.
import type { ApiResult } from "./api.ts";
import { avatar } from "./avatar.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import { previewFrame } from "./preview.ts";
import { button } from "./sheet.ts";
import type { State } from "./state.ts";
import { words } from "./words.ts";

export function miniProgramBar(phone: Phone, { person }: State): HTMLElement[] {
  const close = () => phone.closeMiniProgram();
  return [
    h("span"),
    h("h1", {}, person?.miniProgram?.name ?? "", h("small", {}, words.kinds["mini-program"])),
    h("button", { type: "button", class: "icon", "aria-label": words.close, onclick: close }, icons.close()),
  ];
}

/** The open page: in a frame if it has a preview, otherwise its data, with buttons for its calls. */
export function miniProgram(phone: Phone, { person, results, waiting }: State): HTMLElement[] {
  const { appid = "", name = "", path = "", query = {}, launchScene = 0, preview } = person?.miniProgram ?? {};
  if (preview) return [previewFrame(phone, preview)];
  const fact = (term: string, value: string) => h("div", {}, h("dt", {}, term), h("dd", {}, value));
  const called = waiting > 0 ? "quiet called" : "quiet";
  return [
    h(
      "div",
      { class: "mini" },
      avatar(appid, name, "large"),
      h("h2", {}, name),
      h("p", {}, words.miniProgram),
      h(
        "dl",
        {},
        fact(words.path, path),
        ...Object.entries(query).map(([key, value]) => fact(`query.${key}`, value)),
        fact(words.launchScene, String(launchScene)),
      ),
      h(
        "div",
        { class: "buttons" },
        button("wx.login()", called, () => phone.callMiniProgram("login")),
        button(words.getPhoneNumber, called, () => phone.callMiniProgram("phone-number")),
        button("wx.requirePrivacyAuthorize()", called, () => phone.callMiniProgram("privacy")),
      ),
      h("ol", { class: "results", "aria-live": "polite" }, ...results.map(resultRow)),
    ),
  ];
}

const resultRow = ({ call, result }: { call: string; result: ApiResult }): HTMLElement =>
  h("li", {}, h("b", {}, call), h("code", {}, JSON.stringify(result)));
