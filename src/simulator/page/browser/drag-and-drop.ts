import { scanPicture } from "./camera.ts";
import type { Phone, PhonesView } from "./phone.ts";
import { words } from "./words.ts";

/** Scans pictures and links that are dropped or pasted, with the phone that they are dropped on, or the active one. */
export function listenForDragAndDrop(phones: PhonesView): void {
  const under = ({ target }: Event): Phone | undefined => phones.phoneAt(target) ?? phones.active();
  addEventListener("dragover", (event) => {
    event.preventDefault();
    const phone = under(event);
    if (phone !== undefined && phone.state().overlay?.kind !== "camera") phone.show({ kind: "camera", note: "hint" });
    for (const camera of document.querySelectorAll(".camera")) {
      const isUnder = event.target instanceof Node && camera.parentElement?.parentElement?.contains(event.target);
      camera.classList.toggle("over", isUnder === true);
    }
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    for (const camera of document.querySelectorAll(".camera.over")) camera.classList.remove("over");
    take(under(event), event.dataTransfer);
  });
  addEventListener("paste", (event) => {
    // A picture is always scanned; text only if it is not dropped or pasted into a field.
    const isField = event.target instanceof HTMLInputElement;
    if (pictureIn(event.clipboardData) === undefined && isField) return;
    take(under(event), event.clipboardData);
  });
}

const pictureIn = (data: DataTransfer | null): File | undefined =>
  [...(data?.files ?? [])].find((file) => file.type.startsWith("image/"));

function take(phone: Phone | undefined, data: DataTransfer | null): void {
  if (phone === undefined) return;
  const picture = pictureIn(data);
  if (picture !== undefined) return void scanPicture(phone, picture, words.unreadable);
  const text = data?.getData("text/plain").trim() ?? "";
  if (text.startsWith("data:image/")) return void scanPicture(phone, text, words.unreadable);
  if (/^https?:\/\//.test(text)) void phone.scan({ content: text });
}
