// The phone's camera: takes a picture and scans it.
import { h } from "./dom.ts";
import { askHostPage, isEmbedded } from "./host-page.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import { pngOf } from "./picture.ts";
import type { Overlay } from "./state.ts";
import { words } from "./words.ts";

type Camera = Extract<Overlay, { kind: "camera" }>;

/** Scans a picture from any source. */
export async function scanPicture(phone: Phone, source: Blob | string | undefined, missing: string): Promise<void> {
  const wrong = (text: string) => phone.show({ kind: "camera", note: "wrong", text });
  if (source === undefined) return wrong(missing);
  const image = await pngOf(source).catch(() => undefined);
  return image === undefined ? wrong(words.unreadable) : phone.scan({ image });
}

/** Points the camera at the host page, and scans its QR as soon as there is one while the camera is open. */
export async function look(phone: Phone): Promise<void> {
  let shown = aimed(phone, { kind: "camera", note: "reading" });
  for (let looks = 1; looks < 60; looks++) {
    const image = await askHostPage();
    if (phone.state().overlay !== shown) return;
    if (image !== undefined) return scanPicture(phone, image, words.noPage);
    // A page that is loading needs some time. After five tries the camera says so, and continues.
    if (looks === 5) shown = aimed(phone, { kind: "camera", note: "wrong", text: words.noPage });
  }
}

function aimed(phone: Phone, camera: Camera): Camera {
  phone.show(camera);
  return camera;
}

export function camera(phone: Phone, { note, text, preview }: Camera): HTMLElement {
  const close = () => phone.show(undefined);
  const hint = isEmbedded ? words.cameraHintAim : words.cameraHint;
  const said = { hint, reading: words.reading, waiting: words.waiting, wrong: text ?? words.unreadable }[note];
  const element = h(
    "div",
    { class: "camera fade", role: "dialog", "aria-modal": "true", "aria-label": words.scan, tabindex: "-1" },
    h(
      "div",
      { class: "bar" },
      h("button", { type: "button", class: "icon", "aria-label": words.close, onclick: close }, icons.close()),
      h("h1", {}, words.scan),
      h("span"),
    ),
    h(
      "div",
      { class: "finder" },
      h(
        "div",
        { class: "view" },
        icons.corners(),
        preview ? h("img", { src: preview, alt: "" }) : h("div", { class: "line" }),
      ),
      h("p", { class: note, role: "status" }, said),
    ),
    controls(phone),
  );
  element.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return element;
}

function controls(phone: Phone): HTMLElement {
  const file = h("input", {
    type: "file",
    accept: "image/*",
    onchange: () => scanPicture(phone, (file as HTMLInputElement).files?.[0], words.unreadable),
  });
  const link = h("input", {
    type: "text",
    inputmode: "url",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": words.link,
    placeholder: words.link,
  });
  const open = (event: Event) => {
    event.preventDefault();
    const content = (link as HTMLInputElement).value.trim();
    if (content !== "") void phone.scan({ content });
  };
  const paste = async () => scanPicture(phone, await clipboardPicture(), words.noImage);
  return h(
    "div",
    { class: "controls" },
    isEmbedded && h("button", { type: "button", class: "main", onclick: () => look(phone) }, icons.aim(), words.aim),
    h(
      "div",
      { class: "pair" },
      h("button", { type: "button", class: "quiet", onclick: () => file.click() }, icons.picture(), words.choose),
      h("button", { type: "button", class: "quiet", onclick: paste }, icons.clipboard(), words.paste),
    ),
    file,
    h("form", { onsubmit: open }, link, h("button", { class: "quiet" }, words.open)),
  );
}

async function clipboardPicture(): Promise<Blob | undefined> {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((each) => each.startsWith("image/"));
      if (type !== undefined) return await item.getType(type);
    }
  } catch {
    // The clipboard is not allowed or not supported; pasting by keyboard still works.
  }
  return undefined;
}
