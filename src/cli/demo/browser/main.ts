import { createClient, type SessionView } from "../../../client/index.ts";
import type { SaomaLogin } from "../../../widget/element.ts";
import { one } from "./find.ts";
import { showMember } from "./member.ts";
import { setUpPhone } from "./phone.ts";
import { setUpProgress } from "./progress.ts";
import { setUpWays } from "./way.ts";
import { frameWechat } from "./wechat-frame.ts";

const client = createClient();
const login = one<SaomaLogin>("saoma-login");
const member = one("[data-testid=member]");
const inside = one(".inside");
const wechat = one(".wechat");
const signOut = one<HTMLButtonElement>("[data-testid=sign-out]");
const failed = one(".failed");

let current: SessionView | undefined;

/** Who is signed in, or the way that was chosen: one panel at a time. */
function show(session: SessionView | undefined): void {
  current = session;
  const { id } = ways.current();
  const isFramed = frameWechat(wechat, id === "open-platform" && !session ? login : undefined);
  member.hidden = session === undefined;
  wechat.hidden = !isFramed;
  inside.hidden = session !== undefined || id !== "in-wechat";
  login.hidden = session !== undefined || isFramed || id === "in-wechat";
  document.body.classList.toggle("signed-in", session !== undefined);
  if (session) showMember(session.account);
}

const ways = setUpWays(login, () => show(current));
const phone = setUpPhone(login, ways);
setUpProgress(login, phone);

login.addEventListener("state", () => {
  if (!current) show(undefined);
});

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
const first: SessionView | null | undefined =
  known === undefined ? await client.session().catch(() => undefined) : JSON.parse(known);
show(first ?? undefined);
