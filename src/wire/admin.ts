import { z } from "zod";

const time = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC, milliseconds");
const next = z.string().describe("Send it as `cursor` for the next page; absent where this is the last").optional();
const text = z.string().min(1).max(256);

const page = {
  cursor: z.string().max(1024).describe("Where the page before ended, as its `next` says").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("How many at most; 1 to 200, default 50"),
};

/** What `GET /admin/v1/accounts` takes: one thing to look for, or none for all. */
export const searchAccounts = z
  .strictObject({
    id: text.describe("The account's id").optional(),
    name: text.describe("How its name begins, as it is written").optional(),
    openid: text.describe("The person's openid at any source").optional(),
    unionid: text.describe("Their unionid on any platform").optional(),
    phone: text.describe("Their phone, as in 13800138000 or +8613800138000").optional(),
    ...page,
  })
  .refine(({ id, name, openid, unionid, phone }) => [id, name, openid, unionid, phone].filter(Boolean).length < 2, {
    error: "Look for one thing at a time.",
  });

/** What lists take that are looked through from their begin to their end. */
export const listPage = z.strictObject(page);

export const accountView = z
  .object({
    id: z.string(),
    name: z.string(),
    avatar: z.string().optional(),
    phone: z.string().describe("E.164").optional(),
    createdAt: time,
    lastSignInAt: time.optional(),
  })
  .describe("A person, as the operator knows them");

export const accountsView = z.object({ accounts: z.array(accountView), next });

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
  attempt: z.string().describe("The attempt that it came of"),
  createdAt: time,
  expiresAt: time,
  endedAt: time.optional(),
  end: z.string().describe("Why it ended before its time").optional(),
  live: z.boolean(),
});

export const sessionsView = z.object({ sessions: z.array(operatorSessionView), next });

export const accountDetails = z
  .object({
    account: accountView,
    identities: z.array(identityView),
    ...sessionsView.shape,
  })
  .describe("An account, its WeChats, and the first page of its sessions");

export const endedSessions = z.object({ ended: z.int().describe("How many lived") });

export const deletedAccount = z.object({
  deleted: z.record(z.string(), z.int()).describe("How many rows went, by table"),
});

const state = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const auditLine = z
  .object({
    seq: z.int(),
    at: time,
    actor: z.string().describe("The name of a key, or `command line`"),
    action: z.string(),
    account: z.string().describe("Absent where it is nobody's, and once its person was deleted").optional(),
    target: z.string().optional(),
    before: state.optional(),
    after: state.optional(),
  })
  .describe("One change that the operator made");

export const auditView = z.object({ lines: z.array(auditLine), next });

export type AccountView = z.infer<typeof accountView>;
export type OperatorSessionView = z.infer<typeof operatorSessionView>;
export type AuditLineView = z.infer<typeof auditLine>;
