import { scanPicture } from "./camera.ts";
import type { Phone } from "./phone.ts";
import { words } from "./words.ts";

/** Pictures and links dropped or pasted anywhere on the page are scanned with the phone in the hand. */
export function listenForDrops(phone: Phone): void {
  addEventListener("dragover", (event) => {
    event.preventDefault();
    if (phone.state().overlay?.kind !== "camera") phone.show({ kind: "camera", note: "hint" });
    document.querySelector(".camera")?.classList.add("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.querySelector(".camera")?.classList.remove("over");
    take(phone, event.dataTransfer);
  });
  addEventListener("paste", (event) => {
    // A picture is always meant for the camera; text only where no field takes it.
    const isField = event.target instanceof HTMLInputElement;
    if (pictureIn(event.clipboardData) === undefined && isField) return;
    take(phone, event.clipboardData);
  });
}

const pictureIn = (data: DataTransfer | null): File | undefined =>
  [...(data?.files ?? [])].find((file) => file.type.startsWith("image/"));

function take(phone: Phone, data: DataTransfer | null): void {
  const picture = pictureIn(data);
  if (picture !== undefined) return void scanPicture(phone, picture, words.unreadable);
  const text = data?.getData("text/plain").trim() ?? "";
  if (text.startsWith("data:image/")) return void scanPicture(phone, text, words.unreadable);
  if (/^https?:\/\//.test(text)) void phone.scan({ content: text });
}
