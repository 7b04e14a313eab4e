import { type Entry, type Face, type Press, type Verb, verbOf } from "./face.ts";
import { icon, node, picture, setText } from "./nodes.ts";
import { style } from "./style.ts";
import type { Say } from "./texts.ts";

/** What a surface shows besides the face. */
export interface Setting {
  readonly say: Say;
  readonly lang: string;
  /** The site's mark: an image's address, and what stands for it where there is none. */
  readonly mark: { readonly logo?: string | undefined; readonly name: string };
}

/** What people do on it. */
export interface Acts {
  press(verb: Verb, pressed: HTMLElement): void;
  /** The answer is what went wrong. */
  enter(entry: Entry, text: string): Promise<string>;
}

/** The nodes of one widget. Frame and buttons are drawn anew when they change; the live region stays. */
export interface Surface {
  paint(face: Face, setting: Setting): void;
}

/** What is to be drawn; nothing where it is empty. */
type Drawn = Node | string | false | undefined;

export function createSurface(root: ShadowRoot, acts: Acts): Surface {
  const title = node("div", "title");
  const frame = node("div", "frame");
  const headline = node("div", "headline");
  const detail = node("div", "detail");
  // Its text is read out whenever it changes, as a whole.
  const status = node("div", "status", headline, detail);
  status.role = "status";
  status.ariaAtomic = "true";
  const more = node("div", "more");
  const card = node("div", "card", title, frame, status, more);
  card.role = "group";
  card.tabIndex = -1;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(card);
  const shown = new Map<HTMLElement, string>();

  /** Draws where something has changed. Whoever was there with the keyboard stays near. */
  function draw(place: HTMLElement, what: unknown, children: () => Drawn[]): void {
    const next = JSON.stringify(what);
    if (shown.get(place) === next) return;
    shown.set(place, next);
    const hadFocus = place.contains(root.activeElement);
    place.replaceChildren(...(children().filter(Boolean) as Node[]));
    if (hadFocus) card.focus();
  }

  return {
    paint(face, setting) {
      const { lang, say } = setting;
      const { frame: kind, image, icon: mood = "" } = face;
      const [name] = say("title");
      card.lang = lang;
      card.ariaLabel = name;
      card.className = `card ${mood}`;
      frame.className = `frame ${kind} ${image ? "" : "empty"}`;
      draw(title, lang, () => [icon("scan"), name]);
      draw(frame, [face, setting], () => inFrame(face, setting, acts));
      draw(more, [face, lang], () => below(face, setting, acts));
      setText(headline, face.say[0]);
      setText(detail, face.say[1]);
    },
  };
}

function inFrame(face: Face, { say, mark }: Setting, acts: Acts): Drawn[] {
  const { frame, image, alt = "", code, number, icon: name, press } = face;
  return [
    frame === "wait" && node("div", "skeleton"),
    image && frame === "who" && picture("avatar", image, alt),
    image && frame === "code" && picture("account-qr", image, alt),
    image && (frame === "qr" || frame === "dim") && picture("qr", image, alt),
    face.marked && drawMark(mark),
    code && node("div", "account", code.sendTo.name),
    code && drawCode(code.text),
    number && node("output", "digits", number),
    name && node("div", "badge", icon(name)),
    press && drawButton(press, say, acts),
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

function drawMark({ logo, name }: Setting["mark"]): HTMLElement {
  const [letter = "·"] = name;
  const mark = node("div", "mark", logo ? picture("logo", logo, "", letter) : letter);
  mark.ariaHidden = "true";
  return mark;
}

function drawButton(text: Press, say: Say, { press }: Acts): HTMLButtonElement {
  const verb = verbOf(text);
  const button = node("button", "button", say(text)[0]);
  button.setAttribute("part", `button ${verb}`);
  button.type = "button";
  button.onclick = () => press(verb, button);
  return button;
}

function below({ buttons = [], entry }: Face, { say }: Setting, acts: Acts): Drawn[] {
  const line = entry && drawEntry(entry, say, acts);
  // The code that is shown comes before the one that may be typed in.
  const isLast = entry === "enterCode";
  return [!isLast && line, ...buttons.map((press) => drawButton(press, say, acts)), isLast && line];
}

function drawEntry(entry: Entry, say: Say, { enter }: Acts): HTMLElement {
  const [name, submit = ""] = say(entry);
  const label = node("label", "entry-label", name);
  const input = node("input", "entry-input");
  input.classList.add(entry);
  input.id = label.htmlFor = "entry";
  // Not a password of this site's, and no words: nothing to be corrected or capitalised as such.
  input.spellcheck = false;
  input.inputMode = entry === "enterCode" ? "" : "tel";
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
