import type { LoginContext } from "../../src/login/context.ts";
import { createSignInCounts } from "../../src/login/steps/sign-in-hours.ts";
import type { Store } from "../../src/ports/store.ts";
import { appid, commonAction, commonActor, endpoint, nameOf, rareAction, rareActor, type Sizes } from "./tables.ts";

/** A list of a screen or of the Admin API; `n` differs from run to run. */
export type Query = readonly [name: string, run: (n: number) => Promise<unknown>];

const page = 51;
const hour = 3_600_000;
const day = 24 * hour;
const newest = { createdAt: Number.MAX_SAFE_INTEGER, id: "" };
const oldest = { createdAt: 0, id: "" };

/** Each query of the console's screens and of the Admin API's lists. */
export function queriesOf({ read, ...store }: Store, { accounts, now }: Sizes): readonly Query[] {
  const one = (n: number) => 1 + ((n * 7_919) % accounts);
  const account = (n: number) => nameOf("account", one(n));
  const deep = { createdAt: now - 10 * day, id: "" };
  const last = Number.MAX_SAFE_INTEGER;
  const since = now - (now % hour) - 23 * hour;
  const looked = { store: { ...store, read, now: () => now } } as Pick<LoginContext, "store">;
  const counts = createSignInCounts(looked);
  return [
    ["Today: 24 hours, the first time", () => createSignInCounts(looked).hours(since, since + day)],
    ["Today: 24 hours, again", () => counts.hours(since, since + day)],
    ["Today: a week ago", () => counts.hours(since - 7 * day, since - 6 * day)],
    ["People: first page", () => read.newestAccounts(newest, page)],
    ["People: a deep page", () => read.newestAccounts({ createdAt: now - 400 * day, id: "" }, page)],
    ["People: by a name's beginning", () => read.accountsByName("用户a", { name: "用户a", id: "" }, page)],
    ["People: by phone", (n) => read.accountByPhone(`+86${13_000_000_000 + one(n)}`)],
    ["People: by openid", (n) => read.identity(appid, `o${nameOf("person", one(n))}`)],
    ["People: by unionid", (n) => read.accountIdsByUnionId("tea", `u${nameOf("person", one(n))}`)],
    ["People: two accounts", () => read.identityConflicts()],
    ["Account: itself", (n) => read.account(account(n))],
    ["Account: WeChats", (n) => read.identitiesOf(account(n))],
    ["Account: sessions", (n) => read.sessionsOf(account(n), newest, page)],
    ["Account: live sessions", (n) => read.liveSessionsOf(account(n), now, page)],
    ["Account: sign-ins", (n) => read.attemptRecords({ accountId: account(n) }, newest, page)],
    ["Account: groups", (n) => read.groupsOf(account(n))],
    ["Account: announced changes", (n) => read.accountChangesOf(account(n))],
    ["Account: export", (n) => read.personalRows(account(n))],
    ["Sign-ins: first page", () => read.attemptRecords({}, newest, page)],
    ["Sign-ins: a deep page", () => read.attemptRecords({}, deep, page)],
    ["Sign-ins: declined", () => read.attemptRecords({ status: "declined" }, newest, page)],
    ["Sign-ins: cancelled, of which there is none", () => read.attemptRecords({ status: "cancelled" }, newest, page)],
    ["Sign-ins: by openid", (n) => read.attemptRecords({ openId: `o${nameOf("person", one(n))}` }, newest, page)],
    ["Sign-ins: one's timeline", (n) => read.loggedAttempt(nameOf("attempt", one(n)))],
    ["Audit: first page", () => read.auditBefore({}, last, page)],
    ["Audit: a rare actor", () => read.auditBefore({ actor: rareActor }, last, page)],
    ["Audit: a rare action", () => read.auditBefore({ action: rareAction }, last, page)],
    [
      "Audit: rare actor, common action",
      () => read.auditBefore({ actor: rareActor, action: commonAction }, last, page),
    ],
    [
      "Audit: common actor, rare action",
      () => read.auditBefore({ actor: commonActor, action: rareAction }, last, page),
    ],
    ["Audit: from the beginning", () => read.auditAfter(0, page)],
    ["Groups: members", (n) => read.groupMembers("staff", nameOf("account", one(n)), page)],
    ["Webhooks: dead, first page", () => read.webhookLetters(endpoint, "dead", oldest, page)],
    ["Webhooks: waiting, a deep page", () => read.webhookLetters(endpoint, "waiting", deep, page)],
    ["Webhooks: delivered, a deep page", () => read.webhookLetters(endpoint, "delivered", deep, page)],
    ["Webhooks: how many wait, up to 1,000", () => read.webhookLetterCount(endpoint, "waiting", 1_000)],
    ["Webhooks: queues that are due", () => read.dueWebhookQueues(endpoint, now, page)],
    ["Metrics: the outbox", () => read.outbox(1_000)],
  ];
}
