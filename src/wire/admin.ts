// The schemas of the Admin API.
import { z } from "zod";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");
const next = z.string().describe("The `cursor` of the next page; absent on the last page").optional();
const text = z.string().min(1).max(256);

const page = {
  cursor: z.string().max(1024).describe("The `next` of the previous page").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("Page size, 1 to 200; default 50"),
};

/** The query of `GET /admin/v1/accounts`: at most one criterion. */
export const searchAccounts = z
  .strictObject({
    id: text.describe("The account's id").optional(),
    name: text.describe("The beginning of its name; case matters").optional(),
    openid: text.describe("The person's openid at any source").optional(),
    unionid: text.describe("Their unionid on any platform").optional(),
    phone: text.describe("Their phone, as in 13800138000 or +8613800138000").optional(),
    ...page,
  })
  .refine(({ id, name, openid, unionid, phone }) => [id, name, openid, unionid, phone].filter(Boolean).length < 2, {
    error: "Search by one criterion at a time.",
  });

/** The query of lists that are read page by page. */
export const listPage = z.strictObject(page);

export const adminAccountView = z
  .object({
    id: z.string(),
    name: z.string(),
    avatar: z.string().optional(),
    phone: z.string().describe("E.164").optional(),
    createdAt: time,
    lastSignInAt: time.optional(),
    suspendedAt: time.describe("Since when it is suspended; absent if it is not").optional(),
  })
  .describe("An account: a person as the operator knows them");

export const accountsView = z.object({ accounts: z.array(adminAccountView), next });

const identityView = z.object({
  id: z.string(),
  appid: z.string(),
  openid: z.string(),
  unionid: z.string().optional(),
  platform: z.string().optional(),
  linkedAt: time.describe("When it was added, where the account had others").optional(),
  lostAt: time.describe("When the operator marked it as lost").optional(),
});

export const operatorSessionView = z.object({
  id: z.string(),
  application: z.string(),
  channel: z.string(),
  appid: z.string(),
  openid: z.string(),
  attempt: z.string().describe("The attempt that created it"),
  createdAt: time,
  expiresAt: time,
  endedAt: time.optional(),
  end: z.string().describe("Why it ended early").optional(),
  live: z.boolean(),
});

export const adminSessionsView = z.object({ sessions: z.array(operatorSessionView), next });

const invitationTimes = {
  validFrom: time.describe("From when on its code can be used"),
  expiresAt: time,
};

export const accountDetails = z
  .object({
    account: adminAccountView,
    identities: z.array(identityView),
    groups: z.array(z.string()).describe("The groups that it is in"),
    invitation: z.object(invitationTimes).describe("Its unused invitation; absent: none").optional(),
    ...adminSessionsView.shape,
  })
  .describe("An account, its WeChats, and the first page of its sessions");

export const endedSessions = z.object({ ended: z.int().describe("How many sessions were live") });

export const invitationView = z
  .object({
    code: z.string().describe("To be typed into a sign-in page before it is scanned; told this once"),
    ...invitationTimes,
  })
  .describe("An invitation to an account, for somebody with a new WeChat");

export const removalView = z
  .object({ dueAt: time.describe("When the WeChat is removed, unless one of the account's people objects") })
  .describe("An announced removal of a WeChat");

export const deletedAccount = z.object({
  deleted: z.record(z.string(), z.int()).describe("Number of deleted rows, by table"),
});

const queue = z.object({
  count: z.int().describe("Counted up to 1,000"),
  oldestAt: time.describe("When the oldest was written").optional(),
});

export const webhooksView = z.object({
  webhooks: z.array(
    z.object({
      id: z.string(),
      url: z.string().describe("Without its query"),
      events: z.array(z.string()).describe("Absent: all").optional(),
      applications: z.array(z.string()).describe("Absent: all").optional(),
      waiting: queue,
      dead: queue,
    }),
  ),
});

export const accessTokenView = z.object({ accessToken: z.string(), expiresAt: time }).describe("Secret");

export const ticketView = z.object({ ticket: z.string(), expiresAt: time }).describe("Secret");

/** The body of `POST /admin/v1/sources/{appid}/access-token`. */
export const refusedToken = z.strictObject({
  refused: z.string().min(1).max(4096).describe("The token that WeChat refused with 40001"),
});

/** The query of `GET /admin/v1/sources/{appid}/jsapi-config`. */
export const pageToSign = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .describe("The page's address; what follows a # is left out"),
});

export const jsapiConfigView = z
  .object({ appId: z.string(), timestamp: z.int(), nonceStr: z.string(), signature: z.string() })
  .describe("What the page gives to `wx.config`");

/** The query of `GET /admin/v1/webhooks/{id}/letters`. */
export const listLetters = z.strictObject({
  state: z.enum(["waiting", "delivered", "dead"]).default("dead").describe("Default `dead`"),
  ...page,
});

export const letterView = z
  .object({
    id: z.string().describe("`webhook-id`"),
    type: z.string().describe("The name of the event"),
    account: z.string().optional(),
    sequence: z.int().optional(),
    createdAt: time,
    state: z.enum(["waiting", "delivered", "dead"]),
    tries: z.int(),
    outOfOrder: z.boolean().describe("Whether it was sent again by hand"),
    problem: z.string().describe("What was wrong with the last try").optional(),
    settledAt: time.describe("When it was delivered, or given up").optional(),
  })
  .describe("An event on its way to one endpoint");

export const lettersView = z.object({ letters: z.array(letterView), next });

const state = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const auditLine = z
  .object({
    seq: z.int(),
    at: time,
    actor: z.string().describe("The name of a key, or `command line`"),
    action: z.string(),
    account: z
      .string()
      .describe("The account concerned; absent if there is none, or once the person was deleted")
      .optional(),
    target: z.string().optional(),
    before: state.optional(),
    after: state.optional(),
  })
  .describe("One change made by the operator");

export const auditView = z.object({ lines: z.array(auditLine), next });

/** The query of `GET /admin/v1/attempts`: at most one criterion. */
export const searchAttempts = z
  .strictObject({
    account: text.describe("The id of an account").optional(),
    openid: text.describe("A person's openid").optional(),
    status: z
      .enum(["pending", "scanned", "phone_required", "granted", "redeemed", "expired", "declined", "cancelled"])
      .describe("What they came to")
      .optional(),
    ...page,
  })
  .refine(({ account, openid, status }) => [account, openid, status].filter(Boolean).length < 2, {
    error: "Search by one criterion at a time.",
  });

const attemptRecord = z.object({
  id: z.string(),
  application: z.string(),
  channel: z.string(),
  appid: z.string(),
  purpose: z.string(),
  browser: z.string().describe("As its person was told, as in `Chrome · macOS`"),
  status: z.string(),
  reason: z.string().describe("Why it was declined").optional(),
  openid: z.string().describe("Who scanned").optional(),
  account: z.string().describe("The account, once that is known").optional(),
  createdAt: time,
  endedAt: time.optional(),
});

export const attemptsView = z.object({ attempts: z.array(attemptRecord), next });

const attemptLogEntry = z
  .object({
    at: time,
    kind: z.enum(["step", "push", "reply", "call", "refused"]),
    step: z.string().describe("What the attempt came to").optional(),
    reason: z.string().optional(),
    event: z.string().describe("WeChat's event, or the kind of message").optional(),
    text: z.string().describe("What the chat was told; what may be a code is covered").optional(),
    endpoint: z.string().describe("What was called at WeChat").optional(),
    result: z
      .union([z.int(), z.string()])
      .describe("0, WeChat's errcode, or why there was no usable response")
      .optional(),
    rid: z.string().describe("WeChat's request id").optional(),
    ms: z.number().describe("How long the call took").optional(),
    code: z.string().describe("The error of a request that was refused").optional(),
  })
  .describe("One line of an attempt's log");

export const loggedAttemptView = z
  .object({ attempt: attemptRecord, log: z.array(attemptLogEntry) })
  .describe("An attempt and what happened to it, the oldest first");

export type AttemptRecordView = z.infer<typeof attemptRecord>;
export type AttemptLogEntryView = z.infer<typeof attemptLogEntry>;
export type AdminAccountView = z.infer<typeof adminAccountView>;
export type OperatorSessionView = z.infer<typeof operatorSessionView>;
export type LetterView = z.infer<typeof letterView>;
export type AuditLineView = z.infer<typeof auditLine>;
