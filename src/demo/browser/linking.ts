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
import type { SignInMethod } from "../sign-in-methods.ts";
import type { LinkingTexts, Progress } from "../texts.ts";
import { digits, one, qrImage } from "./dom-queries.ts";
import { actionFor, imageIn, linkingProgressOf, type Purpose, textFor } from "./linking-state.ts";

/** Where somebody who is signed in adds a WeChat, or proves who they are. */
export interface Linking {
  isOpen(): boolean;
  /** As those of an errand. */
  action(): string;
  buttonText(): string;
  image(): string | undefined;
  /** The state that is shown. */
  kind(): LinkingState["kind"];
  /** What there is to do, one after another, as a method of signing in has it. */
  task(): Pick<SignInMethod, "steps" | "next"> & { readonly id: "" };
  progress(): Progress;
  /** Shows the panel. Undefined where it was cancelled; fails with `RequestFailed` where asking is refused. */
  ask(session: SessionView, purpose: Purpose, approval?: Approval): Promise<IdentitiesView | undefined>;
}

/** What a proof is for. */
export type Approval = Pick<LinkingOptions, "for" | "identity">;

/** `changed` is told of whatever the panel shows, and of its coming and going. */
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
  /** Whoever is asked has the phone in the hand already. */
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
      // The account's own person approves; whoever is added has another phone.
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
          // Of a WeChat that cannot be added, the phone is not asked again.
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

/** What is said beside the field. */
function wrongCode(error: unknown, { pair, failed }: LinkingTexts): string {
  if (!(error instanceof RequestFailed)) return "";
  return error.code === "wrong_pairing_code" ? pair.wrong : failed;
}

/** What a new QR does not mend. */
const refusals = ["fresh_proof_needed", "not_signed_in"];

const failureOf = ({ code, message }: { code: string; message: string }) => new RequestFailed(code, message, 403);

type Wanted = ClientOptions & { readonly source: string };

/** Added by the QR of the 服务号. Proven so, too, unless the account may have no WeChat that it knows. */
function wantedBy({ session, identity }: SessionView, purpose: Purpose, service: string): Wanted {
  const { application } = session;
  const byCode = purpose === "prove" && identity.channel === "official-account-code";
  return byCode
    ? { application, channel: identity.channel, source: identity.appid }
    : { application, channel: "official-account-qr", source: service };
}

/** The QR stays, too faint to be scanned, once it is of no more use. */
function drawSight(sight: HTMLElement, state: LinkingState, name: string): void {
  const { qr, code } = state.kind === "pending" ? state : {};
  const number = state.kind === "scanned" ? state.number : undefined;
  sight.classList.toggle("dim", state.kind !== "pending" && number === undefined);
  if (state.kind === "loading") sight.replaceChildren();
  else if (qr) sight.replaceChildren(qrImage(qr.image, name));
  else if (code) sight.replaceChildren(digits(code.text));
  else if (number) sight.replaceChildren(digits(number));
}
