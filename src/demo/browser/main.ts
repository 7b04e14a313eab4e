// The script of the demo page.
import { createClient, type SessionView } from "../../client/index.ts";
import type { SaomaLogin } from "../../widget/element.ts";
import { one } from "./dom-queries.ts";
import { type PhoneScreen, setUpInside } from "./inside.ts";
import { setUpLinking } from "./linking.ts";
import { showMember } from "./member.ts";
import { forgetNewcomer } from "./newcomer.ts";
import { setUpPhone } from "./phone.ts";
import { createPhoneTask } from "./phone-task.ts";
import { type Progress, progressOf, setUpProgress, stepAt } from "./progress.ts";
import { setUpMethods } from "./sign-in-methods.ts";
import { stepOf } from "./step.ts";
import { frameWechat } from "./wechat-frame.ts";
import { setUpWechats } from "./wechats.ts";

const client = createClient();
const login = one<SaomaLogin>("saoma-login");
const member = one("[data-testid=member]");
const insidePanel = one(".inside");
const wechat = one(".wechat");
const pill = one("a.pill");
const signOut = one<HTMLButtonElement>("[data-testid=sign-out]");
const failed = one(".failed");
const tryIt = one<HTMLButtonElement>("[data-testid=try]");

let current: SessionView | undefined;
let reached: Progress = "waiting";
let isTaken = false;
let screen: PhoneScreen = {};
/** The method that was chosen by somebody who is signed in. */
let offered = "";

/** Shows one panel: the signed-in user, or the chosen method. */
function show(session: SessionView | undefined): void {
  current = session;
  const { id } = methods.current();
  const isFramed = frameWechat(wechat, id === "open-platform" && !session ? login : undefined);
  member.hidden = session === undefined || linking.isOpen();
  wechat.hidden = !isFramed;
  insidePanel.hidden = session !== undefined || id !== "in-wechat";
  login.hidden = session !== undefined || isFramed || id === "in-wechat";
  tryIt.hidden = offered === "";
  tryIt.textContent = (tryIt.dataset.text ?? "").replace("{}", () => offered);
  document.body.classList.toggle("signed-in", !member.hidden);
  showHelp();
}

/** Shows the steps, and marks the next one. */
function showHelp(): void {
  one("a.pill span").textContent = phoneTask.buttonText();
  pill.classList.toggle("rest", phoneTask.isAtRest());
  const { id, steps, next } = linking.isOpen() ? linking.task() : methods.current();
  const isTyping = id === "chat-code" && document.activeElement === login;
  const progress = isTyping ? "pairing" : reached;
  const current =
    id === "in-wechat"
      ? inside.step()
      : stepAt({ progress, isTaken, next, asksPhone: id === "bind-phone-sms" }, steps.length);
  one(".steps").replaceChildren(...steps.map((text, index) => stepOf(text, index === current, login)));
}

function reach(progress: Progress): void {
  reached = progress;
  showProgress(isInside() ? inside.progress() : progress);
  show(current);
}

/** Whether the sign-in is the one on the phone, in another browser. */
const isInside = () => !current && methods.current().id === "in-wechat";

/** What the phone shows has changed. */
function look(next: PhoneScreen): void {
  screen = next;
  inside.draw();
  if (isInside()) reach(reached);
}

/** The phone sets out, or lies there again. */
function take(next: boolean): void {
  isTaken = next;
  showHelp();
}

const methods = setUpMethods(login, () => {
  isTaken = false;
  offered = current ? methods.current().name : "";
  show(current);
});
const linking = setUpLinking(() => {
  if (!linking.isOpen()) isTaken = false;
  reach(linking.progress());
});
const inside = setUpInside(() => screen);
const phoneTask = createPhoneTask({ login, methods, linking, inside, isTaken: () => isTaken }, pill.dataset);
const phone = setUpPhone(login, phoneTask, { taken: () => take(true), shows: look, refused: () => take(false) });
const showProgress = setUpProgress(phone);
const wechats = setUpWechats(client, linking, () => begin());

login.addEventListener("state", () => {
  if (login.state.kind === "loading") isTaken = false;
  reach(progressOf(login));
});

// The code of the chat is typed here: the page hears of no step before.
login.addEventListener("focusin", () => showHelp());
login.addEventListener("focusout", () => setTimeout(showHelp));

login.addEventListener("signed-in", (event) => {
  enter((event as CustomEvent<SessionView>).detail);
  one("[data-testid=name]").focus({ preventScroll: true });
});

for (const button of [signOut, tryIt]) button.addEventListener("click", () => leave(button));

async function leave(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  failed.textContent = "";
  try {
    await client.signOut();
    begin();
  } catch {
    failed.textContent = failed.dataset.text ?? "";
  }
  button.disabled = false;
}

function enter(session: SessionView): void {
  forgetNewcomer();
  isTaken = false;
  showMember(session.account);
  show(session);
  void wechats.load(session);
}

function begin(): void {
  isTaken = false;
  offered = "";
  show(undefined);
  login.reset();
}

/** Signs out here if the person tapped "not me" on the phone. */
async function checkSession(): Promise<void> {
  if (member.hidden) return;
  // If the request fails, the page keeps showing the user as signed in.
  const isNobody = await client.session().then(
    (session) => session === undefined,
    () => false,
  );
  if (isNobody && !member.hidden) begin();
}

window.addEventListener("focus", checkSession);

/** Checks the session while the phone is open, because the person may tap "not me" at any time. */
async function watchPhone(): Promise<void> {
  if (phone.isHeld() && document.visibilityState === "visible") await checkSession();
  setTimeout(watchPhone, 1000);
}

void watchPhone();

const known = document.body.dataset.session;
const first: SessionView | null | undefined =
  known === undefined ? await client.session().catch(() => undefined) : JSON.parse(known);
if (first) enter(first);
else show(undefined);
showProgress(reached);
