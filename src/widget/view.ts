import type { TermsView } from "../client/index.ts";
import { icon, node, picture, setText } from "./nodes.ts";
import { style } from "./style.ts";
import type { Translate } from "./texts.ts";
import { type Entry, type Press, type Verb, type ViewModel, verbOf } from "./view-model.ts";

/** What is shown besides the model. */
export interface RenderContext {
  readonly translate: Translate;
  readonly lang: string;
  /** The site's mark: an image's address, and what stands for it where there is none. */
  readonly mark: { readonly logo?: string | undefined; readonly name: string };
}

/** What people do on it. */
export interface Actions {
  press(verb: Verb, pressed: HTMLElement): void;
  /** The answer is what went wrong. */
  enter(entry: Entry, text: string): Promise<string>;
}

/** The nodes of one widget. Frame and buttons are drawn anew when they change; the live region stays. */
export interface View {
  render(model: ViewModel, context: RenderContext): void;
}

/** What is to be drawn; nothing where it is empty. */
type Child = Node | string | false | undefined;

export function createView(root: ShadowRoot, actions: Actions): View {
  const title = node("div", "title");
  const frame = node("div", "frame");
  const headline = node("div", "headline");
  const detail = node("div", "detail");
  // Its text is read out whenever it changes, as a whole.
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

  /** Draws where something has changed. Whoever was there with the keyboard stays near. */
  function draw(place: HTMLElement, what: unknown, children: () => Child[]): void {
    const next = JSON.stringify(what);
    if (shown.get(place) === next) return;
    shown.set(place, next);
    const hadFocus = place.contains(root.activeElement);
    place.replaceChildren(...(children().filter(Boolean) as Node[]));
    if (hadFocus) card.focus();
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

/** Two halves are easier to read and to type, and each digit is said by itself. */
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
  // The code that is shown comes before the one that may be typed in.
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
  // Not a password of this site's, and no words: nothing to be corrected or capitalised as such.
  input.spellcheck = false;
  // Codes of the chat and invitations have letters.
  input.inputMode = isLettered(entry) ? "" : "tel";
  input.autocomplete = entry === "sendPhone" ? "tel" : "one-time-code";
  const note = node("div", "entry-note");
  note.role = "alert";
  const button = node("button", "button", submit);
  button.setAttribute("part", "button enter");
  const form = node("form", "entry", label, input, button, note);
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (!input.value.trim() || button.disabled) return;
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
