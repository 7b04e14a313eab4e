/** Every failure a caller can meet: what HTTP says, the sentence, and whether trying again can help. */
export const errors = {
  invalid_request: { status: 400, message: "The request is not of the form this call takes.", retryable: false },
  not_signed_in: { status: 401, message: "Nobody is signed in.", retryable: false },
  session_needed: {
    status: 401,
    message: "This call needs a session of this mini-program. Call wx.login and trade its code for one.",
    retryable: false,
  },
  key_needed: {
    status: 401,
    message: "This call needs a key. Send one as `Authorization: Bearer …`; `saoma admin-key add` makes one.",
    retryable: false,
  },
  key_may_not: { status: 403, message: "This key may look, and change nothing.", retryable: false },
  host_not_ours: {
    status: 403,
    message: "This listener answers its own address and its own pages. Set `admin.origin` to the one that is used.",
    retryable: false,
  },
  origin_not_allowed: {
    status: 403,
    message: "This origin may not do that. Add it to the application's `origins`.",
    retryable: false,
  },
  fresh_proof_needed: {
    status: 403,
    message:
      "A WeChat of the account has to approve this first. Start an attempt of purpose `prove` that says `for` what.",
    retryable: false,
  },
  wechat_lost: {
    status: 403,
    message: "The operator marked this WeChat as lost: it signs nobody in and decides nothing until that is undone.",
    retryable: false,
  },
  account_not_found: { status: 404, message: "There is no such account.", retryable: false },
  session_not_found: { status: 404, message: "The account has no such session that lives.", retryable: false },
  attempt_not_found: { status: 404, message: "There is no such attempt.", retryable: false },
  change_not_found: { status: 404, message: "The account has no such announced change.", retryable: false },
  identity_not_found: { status: 404, message: "The account has no such identity.", retryable: false },
  not_found: { status: 404, message: "There is nothing at this address.", retryable: false },
  needs_node: {
    status: 501,
    message: "OpenID Connect is answered by `saoma.node` alone. Mount that, or run `saoma serve`.",
    retryable: false,
  },
  last_identity: {
    status: 409,
    message: "This is the account's last identity: without it nobody could sign in. Add another one first.",
    retryable: false,
  },
  account_not_managed: {
    status: 403,
    message: "This application may not change accounts. Set `manageAccount: true` at the one whose pages may.",
    retryable: false,
  },
  younger_identity: {
    status: 403,
    message:
      "The WeChat that announced this change is older at the account than yours. Only one that is as old may object.",
    retryable: false,
  },
  change_announced: {
    status: 409,
    message: "This change is announced already. It is made when it is due, unless an older WeChat objects.",
    retryable: false,
  },
  identity_taken: {
    status: 409,
    message: "This identity is another account's by now, and stays there.",
    retryable: false,
  },
  pairing_required: {
    status: 409,
    message:
      "Send the `pairingCode` that the WeChat which scanned was told, or `agreed` where the page names a person.",
    retryable: false,
  },
  attempt_answered: {
    status: 409,
    message: "Somebody has answered this attempt. Start another, and type the invitation before it is scanned.",
    retryable: false,
  },
  attempt_not_granted: { status: 409, message: "The person has not confirmed yet.", retryable: true },
  already_redeemed: { status: 409, message: "This sign-in has been fetched already.", retryable: false },
  attempt_not_scanned: {
    status: 409,
    message: "This attempt has not been scanned yet. Scan it first.",
    retryable: false,
  },
  phone_not_asked: { status: 409, message: "This attempt asks for no phone number.", retryable: false },
  attempt_taken: { status: 409, message: "Somebody else has scanned this code before.", retryable: false },
  taken_over: {
    status: 409,
    message: "A tab of this browser that was shown later follows this sign-in. Show this one to take it back.",
    retryable: false,
  },
  attempt_ended: { status: 410, message: "This attempt has ended. Start another.", retryable: false },
  code_refused: {
    status: 410,
    message: "WeChat does not take this code: it was used before or is too old. Start another attempt.",
    retryable: false,
  },
  too_large: { status: 413, message: "The request is too large.", retryable: false },
  wrong_code: {
    status: 422,
    message: "The chat gave no such code, or it is over. Ask it for another.",
    retryable: false,
  },
  wrong_invitation: {
    status: 422,
    message: "There is no such invitation, or it was used or is over. Ask whoever gave it for another one.",
    retryable: false,
  },
  wrong_pairing_code: {
    status: 422,
    message: "This is not the code that the WeChat which scanned was told. The third wrong one ends the attempt.",
    retryable: false,
  },
  wrong_phone: {
    status: 422,
    message: "No SMS can be sent to this number. Check it, or use another one.",
    retryable: false,
  },
  wrong_otp: {
    status: 422,
    message: "This is not the code of the newest SMS, or it is over. Check it, or ask for another one.",
    retryable: false,
  },
  upgrade_required: {
    status: 426,
    message: "This address speaks WebSocket only. Where the server it is mounted in takes no upgrades, use events.",
    retryable: false,
  },
  rate_limited: { status: 429, message: "Too many requests. Wait a little and try again.", retryable: true },
  internal: { status: 500, message: "Something went wrong here. The request id finds it in the log.", retryable: true },
  channel_unavailable: {
    status: 503,
    message: "This way of signing in is not available at the moment.",
    retryable: true,
  },
  sms_unavailable: {
    status: 503,
    message: "The SMS could not be sent. Wait a little and ask for another one.",
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
