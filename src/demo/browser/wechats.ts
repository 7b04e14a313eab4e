// The list of the account's WeChats on the demo page.
import {
  type Client,
  createIdentities,
  type IdentitiesView,
  RequestFailed,
  type SessionView,
} from "../../client/index.ts";
import type { LinkingTexts } from "../demo-texts.ts";
import { one } from "./dom-queries.ts";
import { formatTime } from "./format-time.ts";
import type { Approval, Linking } from "./linking.ts";

export interface Wechats {
  /** Fetches the WeChats of the account and draws them. */
  load(session: SessionView): Promise<void>;
}

interface Row {
  readonly name: string;
  readonly note: string;
  readonly act?: { readonly text: string; readonly press: () => void };
}

/** Sets up the list of the signed-in user's WeChats. `out` is called if the user is no longer signed in. */
export function setUpWechats(client: Client, linking: Linking, out: () => void): Wechats {
  const identities = createIdentities(client);
  const texts = JSON.parse(one(".linking").dataset.texts ?? "") as LinkingTexts;
  const kinds = JSON.parse(one(".linking").dataset.kinds ?? "{}") as Readonly<Record<string, string>>;
  const list = one("[data-testid=wechats]");
  const note = one(".wechats .note");
  const add = one<HTMLButtonElement>("[data-testid=add-wechat]");
  let session: SessionView | undefined;
  let known = 0;

  /** Two WeChats of one 公众号 differ by nothing else. Only the account's first was there from the beginning. */
  const since = (linkedAt = session?.account.createdAt): string | undefined =>
    linkedAt && texts.since.replace("{}", formatTime(linkedAt));

  const draw = (view: IdentitiesView): void => {
    known = view.identities.length;
    const kept = view.identities.map(({ id, appid, source = appid, isCurrent, linkedAt }): Row => {
      const kind = kinds[appid] ?? "";
      const remove = {
        text: texts.remove,
        press: () => change(() => identities.remove(id), { for: "remove", identity: id }),
      };
      const note = [kind, isCurrent && texts.isCurrent, known > 1 && since(linkedAt)].filter(Boolean).join(" · ");
      return isCurrent ? { name: source, note } : { name: source, note, act: remove };
    });
    const gone = view.removed.map(({ id, appid, source = appid }): Row => {
      const restore = {
        text: texts.restore,
        press: () => change(() => identities.restore(id), { for: "restore", identity: id }),
      };
      const note = [kinds[appid], texts.isRemoved].filter(Boolean).join(" · ");
      return { name: source, note, act: restore };
    });
    list.replaceChildren(...[...kept, ...gone].map(rowOf));
  };

  /**
   * Makes a change, after an approval if one is required, and draws the result; if the user cancels, nothing changes.
   */
  async function change(
    work: () => Promise<IdentitiesView | undefined>,
    approval: Approval = {},
  ): Promise<IdentitiesView | undefined> {
    note.textContent = "";
    try {
      const view = await work().catch((error) => approved(error, work, approval));
      if (view) draw(view);
      return view;
    } catch (error) {
      const code = error instanceof RequestFailed ? error.code : "";
      if (code === "not_signed_in") out();
      else note.textContent = code === "identity_taken" ? texts.says.identity_taken : texts.failed;
      return undefined;
    }
  }

  async function approved<T>(
    error: unknown,
    work: () => Promise<T | undefined>,
    approval: Approval,
  ): Promise<T | undefined> {
    const isAsked = error instanceof RequestFailed && error.code === "fresh_proof_needed";
    if (!isAsked || !session) throw error;
    return (await linking.ask(session, "prove", approval)) && work();
  }

  add.addEventListener("click", async () => {
    const before = known;
    const view = await change(async () => session && linking.ask(session, "link"));
    if (view) note.textContent = view.identities.length > before ? texts.added : texts.hadIt;
    add.focus({ preventScroll: true });
  });

  return {
    async load(next) {
      session = next;
      await change(() => identities.list());
    },
  };
}

function rowOf({ name, note, act }: Row): HTMLElement {
  const row = document.createElement("li");
  const words = document.createElement("span");
  words.append(Object.assign(document.createElement("b"), { textContent: name }));
  if (note) words.append(Object.assign(document.createElement("small"), { textContent: note }));
  row.append(words);
  if (act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: act.text });
    button.onclick = () => {
      button.disabled = true;
      act.press();
    };
    row.append(button);
  }
  return row;
}
