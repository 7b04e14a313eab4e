import { createClient, type SessionView } from "../../../client/index.ts";
import type { SaomaLogin } from "../../../widget/element.ts";
import { one } from "./find.ts";
import { showMember } from "./member.ts";
import { setUpPhone } from "./phone.ts";

const client = createClient();
const login = one<SaomaLogin>("saoma-login");
const member = one("[data-testid=member]");
const signOut = one<HTMLButtonElement>("[data-testid=sign-out]");
const failed = one(".failed");

/** `?channel=official-account-code` and the like, to try another way of signing in. */
const channel = new URLSearchParams(location.search).get("channel");
if (channel) login.setAttribute("channel", channel);

function show(session: SessionView | undefined): void {
  login.hidden = session !== undefined;
  member.hidden = session === undefined;
  if (session) showMember(session.account);
}

login.addEventListener("signed-in", (event) => {
  show((event as CustomEvent<SessionView>).detail);
  one("[data-testid=name]").focus({ preventScroll: true });
});

signOut.addEventListener("click", async () => {
  signOut.disabled = true;
  failed.textContent = "";
  try {
    await client.signOut();
    begin();
  } catch {
    failed.textContent = failed.dataset.text ?? "";
  }
  signOut.disabled = false;
});

function begin(): void {
  show(undefined);
  login.reset();
}

/** Whoever said "not me" on the phone is signed out here too, as soon as they look. */
window.addEventListener("focus", async () => {
  if (member.hidden) return;
  // Not knowing is not the same as nobody.
  const isNobody = await client.session().then(
    (session) => session === undefined,
    () => false,
  );
  if (isNobody && !member.hidden) begin();
});

const known = document.body.dataset.session;
const current: SessionView | null | undefined =
  known === undefined ? await client.session().catch(() => undefined) : JSON.parse(known);
show(current ?? undefined);
setUpPhone(login);
