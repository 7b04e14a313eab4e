/** Every error that a caller can get: HTTP status, message, and whether a retry can help. */
export const errors = {
  invalid_request: { status: 400, message: "The request does not match what this call expects.", retryable: false },
  not_signed_in: { status: 401, message: "No session. Sign in first.", retryable: false },
  session_needed: {
    status: 401,
    message: "This call needs a session of this mini-program. Call wx.login and exchange its code for one.",
    retryable: false,
  },
  key_needed: {
    status: 401,
    message: "This call needs a key. Send one as `Authorization: Bearer …`; `saoma admin-key add` creates one.",
    retryable: false,
  },
  key_may_not: {
    status: 403,
    message: "This key has another right. Use a key with the right `read`, `write` or `token` that the call needs.",
    retryable: false,
  },
  host_not_ours: {
    status: 403,
    message: "This listener accepts requests to its own origin only. Set `admin.origin` to the origin in use.",
    retryable: false,
  },
  origin_not_allowed: {
    status: 403,
    message: "This origin is not allowed. Add it to the application's `origins`.",
    retryable: false,
  },
  fresh_proof_needed: {
    status: 403,
    message:
      "A WeChat of the account has to approve this first. Start an attempt with the purpose `prove`, and name the change in `for`.",
    retryable: false,
  },
  wechat_lost: {
    status: 403,
    message: "The operator marked this WeChat as lost: it cannot sign in or decide anything until the mark is removed.",
    retryable: false,
  },
  account_suspended: {
    status: 403,
    message: "The operator suspended this account: nobody can sign in to it until the suspension is lifted.",
    retryable: false,
  },
  newcomer_refused: {
    status: 403,
    message: "This application opens no new accounts, and this person has none.",
    retryable: false,
  },
  not_admitted: {
    status: 403,
    message: "This application is for the operator's groups, and the account is in none of them.",
    retryable: false,
  },
  account_not_found: { status: 404, message: "Account not found.", retryable: false },
  source_not_found: {
    status: 404,
    message: "No source with this appid has what was asked for.",
    retryable: false,
  },
  webhook_not_found: { status: 404, message: "No webhook is configured with this id.", retryable: false },
  letter_not_found: { status: 404, message: "The webhook has no letter with this id.", retryable: false },
  session_not_found: { status: 404, message: "The account has no live session with this id.", retryable: false },
  attempt_not_found: { status: 404, message: "Attempt not found.", retryable: false },
  change_not_found: { status: 404, message: "The account has no announced change with this id.", retryable: false },
  identity_not_found: { status: 404, message: "The account has no identity with this id.", retryable: false },
  not_found: { status: 404, message: "Not found.", retryable: false },
  needs_node: {
    status: 501,
    message: "OpenID Connect needs `saoma.node`. Mount it, or run `saoma serve`.",
    retryable: false,
  },
  last_identity: {
    status: 409,
    message:
      "This is the account's last identity: without it nobody could sign in to the account. Link another one first.",
    retryable: false,
  },
  account_not_managed: {
    status: 403,
    message: "This application may not change accounts. Set `manageAccount: true` for the application whose pages may.",
    retryable: false,
  },
  younger_identity: {
    status: 403,
    message:
      "A WeChat that was linked before yours made or announced this change. Only one that was linked no later may undo it or object.",
    retryable: false,
  },
  change_announced: {
    status: 409,
    message: "This change has been announced already. It takes effect when it is due, unless an older WeChat objects.",
    retryable: false,
  },
  identity_taken: {
    status: 409,
    message: "This identity belongs to another account now.",
    retryable: false,
  },
  conflict: {
    status: 409,
    message: "This person, or their phone, belongs to another account. The operator can see which.",
    retryable: false,
  },
  pairing_required: {
    status: 409,
    message: "Send the `pairingCode` shown in the WeChat that scanned or, if the page names a person, `agreed`.",
    retryable: false,
  },
  terms_required: {
    status: 409,
    message:
      "The application has terms that the account has not agreed to. Show them, and send those agreed to in `terms`.",
    retryable: false,
  },
  attempt_answered: {
    status: 409,
    message:
      "A WeChat has answered this attempt already. Start another one, and submit the invitation before it is scanned.",
    retryable: false,
  },
  invitation_too_early: {
    status: 409,
    message: "This invitation is not in force yet. `Retry-After` says when it will be.",
    retryable: false,
  },
  attempt_not_granted: { status: 409, message: "The person has not confirmed this attempt yet.", retryable: true },
  already_redeemed: { status: 409, message: "This attempt has been redeemed already.", retryable: false },
  attempt_not_scanned: {
    status: 409,
    message: "This attempt has not been scanned yet. Scan it first.",
    retryable: false,
  },
  phone_not_asked: { status: 409, message: "This attempt does not ask for a phone number.", retryable: false },
  attempt_taken: { status: 409, message: "Another person has scanned this code already.", retryable: false },
  taken_over: {
    status: 409,
    message: "Another tab of this browser has taken over this sign-in. Return to this tab to resume it here.",
    retryable: false,
  },
  classic_token: {
    status: 409,
    message: 'This source uses the classic token, which the next fetch by other software ends. Set `tokens: "stable"`.',
    retryable: false,
  },
  letter_waiting: {
    status: 409,
    message: "The letter waits for its turn or its next try. It is sent without being asked for.",
    retryable: false,
  },
  attempt_ended: { status: 410, message: "This attempt has ended. Start another.", retryable: false },
  code_refused: {
    status: 410,
    message: "WeChat rejected this code: it has been used or has expired. Start another attempt.",
    retryable: false,
  },
  too_large: { status: 413, message: "The request is too large.", retryable: false },
  wrong_code: {
    status: 422,
    message: "Unknown or expired code. Request a new one in the chat.",
    retryable: false,
  },
  wrong_invitation: {
    status: 422,
    message: "Unknown, used or expired invitation. Ask the operator for another one.",
    retryable: false,
  },
  wrong_pairing_code: {
    status: 422,
    message:
      "Wrong pairing code. Type the one shown in the WeChat that scanned; the third wrong code ends the attempt.",
    retryable: false,
  },
  wrong_phone: {
    status: 422,
    message: "No SMS can be sent to this number. Check it, or use another one.",
    retryable: false,
  },
  wrong_otp: {
    status: 422,
    message: "Wrong or expired code. Check the latest SMS, or request another one.",
    retryable: false,
  },
  upgrade_required: {
    status: 426,
    message: "This address needs a WebSocket. If the server does not support upgrades, use the event stream.",
    retryable: false,
  },
  rate_limited: { status: 429, message: "Too many requests. Wait a little and try again.", retryable: true },
  internal: { status: 500, message: "Internal error. Search the log for the request id.", retryable: true },
  channel_unavailable: {
    status: 503,
    message: "This way of signing in is not available at the moment.",
    retryable: true,
  },
  sms_unavailable: {
    status: 503,
    message: "The SMS could not be sent. Wait a little and request another one.",
    retryable: true,
  },
  wechat_unavailable: {
    status: 503,
    message: "WeChat gave no token at the moment. The log says why.",
    retryable: true,
  },
  store_unavailable: { status: 503, message: "The database is not available at the moment.", retryable: true },
} as const satisfies Record<string, { status: number; message: string; retryable: boolean }>;

/** The code of an error; docs/errors.md lists them. */
export type ErrorCode = keyof typeof errors;

/** A failure with a code. `message` may be shown to a client; `detail` and `cause` are for the log only. */
export class SaomaError extends Error {
  /** Always `SaomaError`. */
  override name = "SaomaError";
  /** What went wrong, for programs. */
  readonly code: ErrorCode;
  /** More about it, for the log. */
  readonly detail: string | undefined;
  /** Seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    options: { message?: string; detail?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(options.message ?? errors[code].message, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
  }
}
