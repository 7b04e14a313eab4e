/** The nodes that show a code to be sent, take one that the chat gave, and show a number to be picked. */
export interface CodeParts {
  readonly code: HTMLElement;
  readonly digits: HTMLElement;
  readonly copy: HTMLButtonElement;
  readonly account: HTMLElement;
  readonly accountQr: HTMLImageElement;
  readonly number: HTMLElement;
  readonly entry: HTMLFormElement;
  readonly entryLabel: HTMLElement;
  readonly entryInput: HTMLInputElement;
  readonly enter: HTMLButtonElement;
  readonly entryNote: HTMLElement;
}

type Make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: (Node | string)[]
) => HTMLElementTagNameMap[K];

export function buildCodeParts(make: Make): CodeParts {
  const digits = make("output", "digits");
  const copy = make("button", "copy");
  copy.type = "button";
  const account = make("span", "account");
  const accountQr = make("img", "account-qr");
  const code = make("div", "code", accountQr, account, digits, copy);
  const number = make("div", "number");
  const entryLabel = make("label", "entry-label");
  const entryInput = make("input", "entry-input");
  entryInput.id = entryLabel.htmlFor = "entry";
  // Not a password of this site's, and no words: nothing to be filled in, corrected or capitalised as such.
  Object.assign(entryInput, { type: "text", maxLength: 24, spellcheck: false, autocapitalize: "characters" });
  entryInput.autocomplete = "one-time-code";
  const enter = make("button", "enter");
  enter.type = "submit";
  const entryNote = make("span", "entry-note");
  entryNote.setAttribute("role", "alert");
  const entry = make("form", "entry", entryLabel, make("div", "entry-line", entryInput, enter), entryNote);
  entry.noValidate = true;
  return { code, digits, copy, account, accountQr, number, entry, entryLabel, entryInput, enter, entryNote };
}

/** Puts a text where the person can paste it. Without permission it is selected, for them to copy. */
export async function copyText(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return shown.ownerDocument.execCommand("copy");
  }
}
