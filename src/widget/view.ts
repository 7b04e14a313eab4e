import type { TermsView } from "../client/index.ts";
import { icon, node, picture, setText } from "./nodes.ts";
import { style } from "./style.ts";
import type { Translate } from "./texts.ts";
import { type Entry, type Press, type Verb, type ViewModel, verbOf } from "./view-model.ts";

/** What the view needs besides the model. */
export interface RenderContext {
  readonly translate: Translate;
  readonly lang: string;
  /** The site's mark: the address of its logo, and its name, whose first letter is shown without a logo. */
  readonly mark: { readonly logo?: string | undefined; readonly name: string };
}

/** What the view calls when the user acts. */
export interface Actions {
  press(verb: Verb, pressed: HTMLElement): void;
  /** Submits the text of a field. Resolves with a sentence about the failure; "" if there was none. */
  enter(entry: Entry, text: string): Promise<string>;
}

/** The DOM of one widget. The frame and buttons are replaced when they change; the live region stays in place. */
export interface View {
  render(model: ViewModel, context: RenderContext): void;
}

/** A child to draw; empty ones are skipped. */
type Child = Node | string | false | undefined;

export function createView(root: ShadowRoot, actions: Actions): View {
  const title = node("div", "title");
  const frame = node("div", "frame");
  const headline = node("div", "headline");
  const detail = node("div", "detail");
  // Screen readers read the whole status whenever it changes.
  const status = node("div", "status", headline, detail);
  status.role = "status";
  status.ariaAtomic = "true";
  const links = node("div", "links");
  const more = node("div", "more");
  const card = node("div", "card", title, frame, status, links, more);
  card.role = "group";
  card.tabIndex = -1;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(card);
  const shown = new Map<HTMLElement, string>();

  /** Replaces the children of `place` if `what` has changed. If they had the focus, it stays among them or moves to the card. */
  function draw(place: HTMLElement, what: unknown, children: () => Child[]): void {
    const next = JSON.stringify(what);
    if (shown.get(place) === next) return;
    shown.set(place, next);
    const hadFocus = place.contains(root.activeElement);
    place.replaceChildren(...(children().filter(Boolean) as Node[]));
    // To the next field where there is one, as after a phone number for the code that it is sent.
    if (hadFocus) (place.querySelector("input") ?? card).focus();
  }

  return {
    render(model, context) {
      const { lang, translate } = context;
      const { frame: kind, image, icon: mood = "" } = model;
      const [name] = translate("title");
      card.lang = lang;
      card.ariaLabel = name;
      card.className = `card ${mood}`;
      frame.className = `frame ${kind} ${image ? "" : "empty"}`;
      draw(title, lang, () => [icon("scan"), name]);
      draw(frame, [model, context], () => frameContent(model, context, actions));
      draw(links, [model.links, lang], () => (model.links ?? []).map((one) => drawLink(one, lang)));
      draw(more, [model, lang], () => belowFrame(model, context, actions));
      setText(headline, model.message[0]);
      setText(detail, model.message[1]);
    },
  };
}

function frameContent(model: ViewModel, { translate, mark }: RenderContext, actions: Actions): Child[] {
  const { frame, image, alt = "", code, number, icon: name, press } = model;
  return [
    frame === "wait" && node("div", "skeleton"),
    image && frame === "who" && picture("avatar", image, alt),
    image && frame === "code" && picture("account-qr", image, alt),
    image && (frame === "qr" || frame === "dim") && picture("qr", image, alt),
    model.marked && drawMark(mark),
    code && node("div", "account", code.sendTo.name),
    code && drawCode(code.text),
    number && node("output", "digits", number),
    name && node("div", "badge", icon(name)),
    press && drawButton(press, translate, actions),
  ];
}

/** Draws a code in two halves, which are easier to read and type. Screen readers say each digit by itself. */
function drawCode(text: string): HTMLElement {
  const half = Math.ceil(text.length / 2);
  const digits = node("output", "digits", `${text.slice(0, half)} ${text.slice(half)}`);
  digits.dataset.code = text;
  digits.ariaLabel = [...text].join(" ");
  return digits;
}

function drawMark({ logo, name }: RenderContext["mark"]): HTMLElement {
  const [letter = "·"] = name;
  const mark = node("div", "mark", logo ? picture("logo", logo, "", letter) : letter);
  mark.ariaHidden = "true";
  return mark;
}

function drawButton(text: Press, translate: Translate, { press }: Actions): HTMLButtonElement {
  const verb = verbOf(text);
  const button = node("button", "button", translate(text)[0]);
  button.setAttribute("part", `button ${verb}`);
  button.type = "button";
  button.onclick = () => press(verb, button);
  return button;
}

function drawLink({ title, url }: TermsView[number], lang: string): HTMLAnchorElement {
  const link = node("a", "link", lang === "en" ? title : `《${title}》`);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

function belowFrame({ buttons = [], entry }: ViewModel, { translate }: RenderContext, actions: Actions): Child[] {
  const line = entry && drawEntry(entry, translate, actions);
  // Buttons such as "copy" belong to what is shown above, so they come before a field for a code or an invitation.
  const isLast = entry !== undefined && isLettered(entry);
  return [!isLast && line, ...buttons.map((press) => drawButton(press, translate, actions)), isLast && line];
}

const isLettered = (entry: Entry): boolean => entry === "enterCode" || entry === "enterInvitation";

function drawEntry(entry: Entry, translate: Translate, { enter }: Actions): HTMLElement {
  const [name, submit = ""] = translate(entry);
  const label = node("label", "entry-label", name);
  const input = node("input", "entry-input");
  input.classList.add(entry);
  input.id = label.htmlFor = "entry";
  // The text is a code or a number, so the browser should not correct it.
  input.spellcheck = false;
  // Chat codes and invitations contain letters; the other fields get a number keyboard.
  input.inputMode = isLettered(entry) ? "" : "tel";
  // Until something is typed, the button of a code waits (style.ts): there are other ways on beside it.
  if (isLettered(entry)) input.placeholder = " ";
  input.autocomplete = entry === "sendPhone" ? "tel" : "one-time-code";
  const note = node("div", "entry-note");
  note.role = "alert";
  const button = node("button", "button", submit);
  button.setAttribute("part", "button enter");
  const form = node("form", "entry", label, input, button, note);
  input.oninput = () => setText(note);
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (!input.value.trim() || button.disabled) return;
    // A button that is disabled loses the focus.
    input.focus();
    button.disabled = true;
    setText(note);
    const wrong = await enter(entry, input.value);
    button.disabled = false;
    setText(note, wrong);
    if (wrong) input.focus();
    else input.value = "";
  };
  return form;
}
