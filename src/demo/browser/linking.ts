// The part of the demo page where a signed-in user adds a WeChat or approves something.
import {
  type ClientOptions,
  createClient,
  createLinking,
  type IdentitiesView,
  type LinkingOptions,
  type LinkingState,
  RequestFailed,
  type SessionView,
} from "../../client/index.ts";
import type { LinkingTexts, Progress } from "../demo-texts.ts";
import type { SignInMethod } from "../sign-in-methods.ts";
import { digits, one, qrImage } from "./dom-queries.ts";
import { actionFor, imageIn, linkingProgressOf, type Purpose, textFor } from "./linking-state.ts";

/** The panel in which a signed-in user adds a WeChat or approves an action. */
export interface Linking {
  isOpen(): boolean;
  /** As {@link PhoneTask.action}. */
  action(): string;
  buttonText(): string;
  image(): string | undefined;
  /** The kind of the state that the panel shows. */
  kind(): LinkingState["kind"];
  /** The steps to do, as in a sign-in method. */
  task(): Pick<SignInMethod, "steps" | "next"> & { readonly id: "" };
  progress(): Progress;
  /**
   * Shows the panel. Resolves with undefined if the user cancelled; rejects with `RequestFailed` if the service refuses
   * the request.
   */
  ask(session: SessionView, purpose: Purpose, approval?: Approval): Promise<IdentitiesView | undefined>;
}

/** The action that is to be approved. */
export type Approval = Pick<LinkingOptions, "for" | "identity">;

/** Creates the panel. `changed` is called when its content changes, and when it opens or closes. */
export function setUpLinking(changed: () => void): Linking {
  const panel = one(".linking");
  const texts = JSON.parse(panel.dataset.texts ?? "") as LinkingTexts;
  const title = one(".linking .title");
  const again = one<HTMLButtonElement>(".linking .again");
  const form = one<HTMLFormElement>(".linking .pair");
  const code = one<HTMLInputElement>(".linking .pair input");
  const wrong = one(".linking .wrong");
  let purpose: Purpose = "link";
  let state: LinkingState = { kind: "loading" };
  let source = "";
  /** Whether the phone was already handed to the person who scans. */
  let isPassedOn = false;

  const draw = (): void => {
    title.textContent = texts[purpose].title;
    one(".linking .text").textContent = textFor(state, purpose, texts);
    form.hidden = state.kind !== "pairing";
    if (state.kind !== "pairing") wrong.textContent = "";
    again.hidden = !["expired", "declined", "error", "elsewhere"].includes(state.kind);
    drawSight(one(".linking .sight"), state, texts.qr);
    changed();
  };

  return {
    isOpen: () => !panel.hidden,
    buttonText: () => texts[purpose].act,
    kind: () => state.kind,
    task: () => ({ id: "", steps: texts[purpose].steps, next: { taken: 1, scanned: 1 } }),
    image: () => imageIn(state),
    progress: () => linkingProgressOf(state),
    action() {
      // The account's own person approves; the WeChat that is added is on another person's phone.
      const holder = isPassedOn ? "same" : purpose === "link" ? "another" : "back";
      isPassedOn = true;
      return actionFor(state, source, holder);
    },
    ask(session, asked, approval = {}) {
      purpose = asked;
      state = { kind: "loading" };
      isPassedOn = false;
      panel.hidden = false;
      const { promise, resolve, reject } = Promise.withResolvers<IdentitiesView | undefined>();
      const wanted = wantedBy(session, purpose, panel.dataset.service ?? "");
      source = wanted.source;
      const client = createClient(wanted);
      const linking = createLinking(
        client,
        (next) => {
          state = next;
          // If this WeChat cannot be added, the next try uses another phone.
          if (next.kind === "declined") isPassedOn = false;
          draw();
          if (next.kind === "continue") linking.proceed();
          if (next.kind === "linked") end(() => resolve(next));
          if (next.kind === "error" && refusals.includes(next.code)) end(() => reject(failureOf(next)));
        },
        { purpose, ...approval },
      );
      form.onsubmit = (event) => {
        event.preventDefault();
        linking.pair(code.value).catch((error: unknown) => {
          wrong.textContent = wrongCode(error, texts);
          code.focus();
        });
        code.value = "";
      };
      const end = (settle: () => void): void => {
        linking.stop();
        panel.hidden = true;
        settle();
        changed();
      };
      again.onclick = () => linking.refresh();
      one<HTMLButtonElement>(".linking .cancel").onclick = () => end(() => resolve(undefined));
      draw();
      linking.start();
      title.focus({ preventScroll: true });
      return promise;
    },
  };
}

/** The error text beside the field. */
function wrongCode(error: unknown, { pair, failed }: LinkingTexts): string {
  if (!(error instanceof RequestFailed)) return "";
  return error.code === "wrong_pairing_code" ? pair.wrong : failed;
}

/** Failures that a new QR does not fix. */
const refusals = ["fresh_proof_needed", "not_signed_in"];

const failureOf = ({ code, message }: { code: string; message: string }) => new RequestFailed(code, message, 403);

type Wanted = ClientOptions & { readonly source: string };

/**
 * A WeChat is added by the QR of the 服务号. An approval uses it too, unless the account may have no WeChat of this 服务号.
 */
function wantedBy({ session, identity }: SessionView, purpose: Purpose, service: string): Wanted {
  const { application } = session;
  const byCode = purpose === "prove" && identity.channel === "official-account-code";
  return byCode
    ? { application, channel: identity.channel, source: identity.appid }
    : { application, channel: "official-account-qr", source: service };
}

/** Draws the QR. One that is used or expired stays, too faint to be scanned. */
function drawSight(sight: HTMLElement, state: LinkingState, name: string): void {
  const { qr, code } = state.kind === "pending" ? state : {};
  const number = state.kind === "scanned" ? state.number : undefined;
  // What was scanned makes room for the field of the pairing code.
  sight.hidden = state.kind === "pairing";
  sight.classList.toggle("dim", state.kind !== "pending" && number === undefined);
  if (state.kind === "loading") sight.replaceChildren();
  else if (qr) sight.replaceChildren(qrImage(qr.image, name));
  else if (code) sight.replaceChildren(digits(code.text));
  else if (number) sight.replaceChildren(digits(number));
}
