import type { Face } from "./face.ts";
import { drawIcon } from "./icons.ts";
import type { Parts } from "./parts.ts";
import type { Texts } from "./texts.ts";

/** Brings the nodes into line with `face`. */
export function paint(parts: Parts, face: Face, texts: Texts): void {
  const { card, qr, avatar } = parts;
  card.dataset.frame = face.frame;
  card.dataset.mood = face.badge?.mood ?? "calm";
  card.setAttribute("aria-label", texts.title);
  setText(parts.title, texts.title);
  qr.alt = texts.qr;
  if (face.frame === "qr" && face.image) qr.src = face.image;
  if (face.frame === "avatar" && face.image) avatar.src = face.image;
  parts.skeleton.hidden = face.frame !== "skeleton";
  qr.hidden = !qr.src || (face.frame !== "qr" && face.frame !== "dimmed");
  qr.ariaHidden = String(face.frame !== "qr");
  avatar.hidden = face.frame !== "avatar";
  paintCode(parts, face, texts);
  paintBadge(parts, face);
  paintAction(parts, face);
  setText(parts.headline, face.headline);
  setText(parts.detail, face.detail);
}

function paintCode(parts: Parts, { frame, code, number }: Face, texts: Texts): void {
  parts.code.hidden = parts.entry.hidden = frame !== "code";
  parts.number.hidden = frame !== "number";
  setText(parts.number, number ?? "");
  if (!code) return;
  const { name, image } = code.sendTo;
  if (parts.digits.dataset.code !== code.text) setText(parts.copy, texts.copy);
  parts.digits.dataset.code = code.text;
  setText(parts.digits, halved(code.text));
  parts.digits.setAttribute("aria-label", [...code.text].join(" "));
  setText(parts.account, name);
  parts.accountQr.hidden = !image;
  parts.accountQr.alt = texts.accountQr(name);
  if (image) parts.accountQr.src = image;
  setText(parts.entryLabel, texts.entry);
  setText(parts.enter, texts.enter);
}

/** Two halves are easier to read and to type. */
const halved = (digits: string): string => {
  const half = Math.ceil(digits.length / 2);
  return `${digits.slice(0, half)} ${digits.slice(half)}`;
};

function paintBadge({ badge }: Parts, face: Face): void {
  badge.hidden = !face.badge;
  if (!face.badge || badge.dataset.icon === face.badge.icon) return;
  badge.dataset.icon = face.badge.icon;
  badge.dataset.mood = face.badge.mood;
  badge.replaceChildren(drawIcon(badge.ownerDocument, face.badge.icon));
}

function paintAction({ card, action, actionText }: Parts, face: Face): void {
  const root = card.getRootNode() as ShadowRoot;
  const hadFocus = root.activeElement === action;
  action.hidden = !face.action;
  setText(actionText, face.action ?? "");
  // Whoever pressed it with the keyboard stays where they were.
  if (hadFocus && action.hidden) card.focus({ preventScroll: true });
}

/** Only where it differs: writing the same text is announced again. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
