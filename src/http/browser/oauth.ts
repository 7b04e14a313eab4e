/** The script of the page that WeChat sends browsers back to: posts what is in its address, and goes on. */

interface Outcome {
  readonly outcome?: string;
  readonly returnTo?: string;
  readonly code?: string;
  readonly purpose?: string;
  readonly reason?: string;
}

const states: Readonly<Record<string, string>> = {
  code_refused: "refused",
  attempt_ended: "ended",
  attempt_not_found: "unknown",
  invalid_request: "unknown",
};

const again = document.querySelector<HTMLButtonElement>("button[type=button]");

function show(state: string): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-state]")) {
    section.hidden = section.dataset.state !== state;
  }
  if (again) again.hidden = state !== "trouble";
}

async function post(): Promise<Outcome> {
  const query = new URLSearchParams(location.search);
  const response = await fetch(location.pathname, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code: query.get("code") ?? "", state: query.get("state") ?? "" }),
    credentials: "same-origin",
    cache: "no-store",
    referrerPolicy: "no-referrer",
  });
  return (await response.json()) as Outcome;
}

/** Which of the page's sections says it. */
function stateOf({ outcome, purpose, reason, code = "" }: Outcome): string {
  if (outcome === "granted" && purpose !== undefined) return "done";
  if (outcome === "declined" && reason === "conflict") return "conflict";
  return outcome ?? states[code] ?? "trouble";
}

async function go(): Promise<void> {
  show("working");
  const outcome = await post().catch((): Outcome => ({}));
  const { returnTo } = outcome;
  const state = stateOf(outcome);
  // The code is of no more use, and need not lie in the history. A snapshot is loaded again as it is.
  if (state !== "trouble" && state !== "snapshot") history.replaceState(null, "", location.pathname);
  if (returnTo !== undefined && /^https?:/.test(returnTo)) location.replace(returnTo);
  else show(state);
}

again?.addEventListener("click", () => void go());
void go();
