// The operations of the mini-program's page, for the OpenAPI document.
import type { ErrorCode } from "../../domain/errors.ts";
import { startedAttempt } from "../../wire/attempt.ts";
import {
  askedView,
  confirmation,
  decision,
  miniProgramLogin,
  miniProgramSession,
  miniProgramSignIn,
} from "../../wire/mini-program.ts";
import { sessionView } from "../../wire/session.ts";
import { tokens } from "../../wire/tokens.ts";
import type { Operation } from "./operation.ts";

const deciding: readonly ErrorCode[] = [
  "invalid_request",
  "session_needed",
  "attempt_not_found",
  "attempt_not_scanned",
  "attempt_taken",
  "attempt_ended",
  "too_large",
  "rate_limited",
  "store_unavailable",
];
const asked = { 200: { what: "Where it stands now", schema: askedView } };

/** What the mini-program's page calls. */
export const miniProgramOperations: readonly Operation[] = [
  {
    method: "POST",
    path: "/v1/sign-in/mini-program",
    id: "signInByMiniProgram",
    summary: "Sign in the person who holds the phone, in the mini-program itself",
    body: miniProgramSignIn,
    answers: {
      200: { what: "Who is signed in, with tokens", schema: sessionView.extend(tokens.shape) },
      201: {
        what: "What has to be asked first: a phone (`phone_required`), `terms`, or whether the account is theirs (`pairing`). Go on with its `claim`, or call again with a new code and the answers",
        schema: startedAttempt,
      },
    },
    problems: [
      "invalid_request",
      "origin_not_allowed",
      "wechat_lost",
      "account_suspended",
      "newcomer_refused",
      "not_admitted",
      "conflict",
      "code_refused",
      "too_large",
      "wrong_phone",
      "rate_limited",
      "channel_unavailable",
      "store_unavailable",
    ],
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/login",
    id: "signInToMiniProgram",
    summary: "Trade the code of `wx.login` for the bearer of the next calls",
    body: miniProgramLogin,
    answers: { 201: { what: "A session of this mini-program", schema: miniProgramSession } },
    problems: [
      "invalid_request",
      "not_found",
      "code_refused",
      "too_large",
      "rate_limited",
      "channel_unavailable",
      "store_unavailable",
    ],
  },
  {
    method: "GET",
    path: "/mini-program/{appid}/attempts/{scene}",
    id: "getAskedAttempt",
    summary: "What a decision needs: the site, the browser, the time",
    by: "mini-program",
    answers: { 200: { what: "The attempt", schema: askedView } },
    problems: ["session_needed", "attempt_not_found", "attempt_taken", "rate_limited", "store_unavailable"],
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/attempts/{scene}/scan",
    id: "scanAttempt",
    summary: "The person has opened the page; the browser is told",
    by: "mini-program",
    body: decision,
    answers: asked,
    problems: deciding.filter((code) => code !== "attempt_not_scanned"),
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/attempts/{scene}/confirm",
    id: "confirmAttempt",
    summary: "The person allows it",
    by: "mini-program",
    body: confirmation,
    answers: asked,
    problems: [...deciding, "code_refused", "wrong_phone", "channel_unavailable"],
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/attempts/{scene}/decline",
    id: "declineAttempt",
    summary: "The person declines it, or takes it back",
    by: "mini-program",
    body: decision,
    answers: asked,
    problems: deciding,
  },
];
