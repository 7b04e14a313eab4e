import { buildCodeParts, type CodeParts } from "./code-parts.ts";
import { codeStyle } from "./code-style.ts";
import { drawIcon, type IconName } from "./icons.ts";
import { style } from "./style.ts";

/** The nodes of one widget, built once and kept, so that focus and announcements survive every change. */
export interface Parts extends CodeParts {
  readonly card: HTMLElement;
  readonly title: HTMLElement;
  readonly skeleton: HTMLElement;
  readonly qr: HTMLImageElement;
  readonly avatar: HTMLImageElement;
  readonly badge: HTMLElement;
  readonly action: HTMLButtonElement;
  readonly actionText: HTMLElement;
  readonly headline: HTMLElement;
  readonly detail: HTMLElement;
}

/** Fills `root`. No markup is parsed and no style attribute set: a strict CSP and Trusted Types have no objection. */
export function buildParts(root: ShadowRoot): Parts {
  const page = root.ownerDocument;
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, name: string, ...children: (Node | string)[]) => {
    const element = page.createElement(tag);
    element.className = name;
    element.setAttribute("part", name);
    element.append(...children);
    return element;
  };
  const icon = (name: IconName) => drawIcon(page, name);

  const title = page.createElement("span");
  const heading = make("div", "title", icon("scan"), title);
  const skeleton = make("div", "skeleton");
  const qr = make("img", "qr");
  const avatar = make("img", "avatar");
  avatar.alt = "";
  const badge = make("div", "badge");
  const over = make("div", "over", badge);
  const actionText = page.createElement("b");
  const action = make("button", "action", make("span", "action-label", icon("refresh"), actionText));
  action.type = "button";
  const byCode = buildCodeParts(make);
  const frame = make("div", "frame", skeleton, qr, byCode.code, byCode.number, avatar, over, action);
  const headline = make("span", "headline");
  const detail = make("span", "detail");
  const status = make("div", "status", headline, detail);
  // Its text is read out whenever it changes, as a whole.
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  status.setAttribute("aria-atomic", "true");
  const card = make("div", "card", heading, frame, status, byCode.entry);
  card.setAttribute("role", "group");
  card.tabIndex = -1;

  root.adoptedStyleSheets = [sheetOf(root)];
  root.append(card);
  return { card, title, skeleton, qr, avatar, badge, action, actionText, headline, detail, ...byCode };
}

/** The sheet must be of the element's own document, which is another one in an iframe. */
function sheetOf(root: ShadowRoot): CSSStyleSheet {
  const { CSSStyleSheet: Sheet = CSSStyleSheet } = root.ownerDocument.defaultView ?? globalThis;
  const sheet = new Sheet();
  sheet.replaceSync(style + codeStyle);
  return sheet;
}
