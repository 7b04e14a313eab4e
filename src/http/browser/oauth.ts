/** The script of the OAuth redirect page: posts the parameters of its address, and continues. */

import { type OauthPageState, type Outcome, stateOfFailure, stateOfOutcome } from "./oauth-state.ts";

/** The outcome, or the code of a problem. */
type Answer = Partial<Outcome & { readonly returnTo: string; readonly code: string }>;

const again = document.querySelector<HTMLButtonElement>("button[type=button]");
const back = document.querySelector("a");

function show(state: OauthPageState): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-state]")) {
    section.hidden = section.dataset.state !== state;
  }
  if (again) again.hidden = state !== "trouble";
}

async function post(): Promise<Answer> {
  const query = new URLSearchParams(location.search);
  const response = await fetch(location.pathname, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code: query.get("code") ?? "", state: query.get("state") ?? "" }),
    credentials: "same-origin",
    cache: "no-store",
    referrerPolicy: "no-referrer",
  });
  return (await response.json()) as Answer;
}

async function go(): Promise<void> {
  show("working");
  const { outcome, code = "", returnTo, ...rest } = await post().catch((): Answer => ({}));
  const state = outcome ? stateOfOutcome({ outcome, ...rest }) : (stateOfFailure(code) ?? "trouble");
  // The code is of no more use, and need not lie in the history. A snapshot is loaded again as it is.
  if (state !== "trouble" && state !== "snapshot") history.replaceState(null, "", location.pathname);
  const goesOn = returnTo !== undefined && /^https?:/.test(returnTo);
  if (goesOn && outcome !== "declined") return location.replace(returnTo);
  show(state);
  if (goesOn && back) Object.assign(back, { href: returnTo, hidden: false });
}

again?.addEventListener("click", () => void go());
void go();
