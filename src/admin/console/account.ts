// The console's page of an account.
import type { AttemptRecord } from "../../domain/attempt-log.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { InvitationTimes } from "../../domain/invitation.ts";
import type { Session } from "../../domain/session.ts";
import { isLive } from "../../domain/session.ts";
import { type Html, html } from "../../http/html.ts";
import type { AccountSeen } from "../../login/accounts/admin.ts";
import type { AdminContext, AdminDeps, ConsoleVisit } from "../context.ts";
import { attemptRow } from "./attempt-row.ts";
import { act, instantOf, notice, showPage, spoken, timeOf } from "./page.ts";
import type { Say } from "./texts.ts";

/** The result of the last action; `isBad` if it failed. */
export interface Said {
  readonly text: string;
  readonly isBad?: boolean;
  /** Whether the action failed because the administrator must first sign in again. */
  readonly isStale?: boolean;
}

const most = 20;

/** Shows an account with its WeChats, sessions, sign-ins and actions. */
export async function showAccount(c: AdminContext, deps: AdminDeps, id: string, said?: Said): Promise<Response> {
  const { operator, signIn, now } = deps;
  const { say, language } = spoken(c);
  const seen = await operator.account(id);
  if (!seen) throw new SaomaError("account_not_found");
  const sessions = (await operator.sessions(id, { limit: most })).rows;
  const attempts = await attemptsOf(deps, seen);
  const groups = await operator.groupsOf(id);
  const invitation = await operator.invitation(id);
  const visit = c.get("visit");
  const base = `/console/people/${encodeURIComponent(id)}`;
  const mayWrite = visit.right === "write";
  const content = html`${notice(said?.text, said?.isBad)}
${said?.isStale && signIn.hasWechat && visit.accountId !== undefined ? proveAgain(say) : ""}
${facts(seen, groups, say)}
<h2>${say("wechats")}</h2>
${wechats(seen, base, say, mayWrite)}
${invitation ? invited(invitation, { base, say, mayWrite, now: now() }) : ""}
<h2>${say("sessions")}</h2>
${sessionList(sessions, { base, say, mayWrite, now: now() })}
<h2>${say("signIns")}</h2>
${attempts.length === 0 ? html`<p>${say("noAttempts")}</p>` : html`<ul class="rows">${attempts.map((one) => attemptRow(one, language, say))}</ul>`}
${mayWrite ? actions(seen, base, say, visit) : ""}`;
  const status = said?.isBad ? 400 : 200;
  return showPage(c, visit, { title: seen.account.name || id, section: "people", content, status });
}

/** A proof is of the kind of the session's own; another one begins another session, by another name. */
export const staleText = ({ accountId }: ConsoleVisit): "staleByLink" | "staleByWechat" =>
  accountId === undefined ? "staleByLink" : "staleByWechat";

const proveAgain = (say: Say): Html => html`<p><a class="button" href="/console/sign-in">${say("proveAgain")}</a></p>`;

/**
 * The attempts that signed in to the account, and those in which a person of it was refused before the account was
 * known.
 */
async function attemptsOf({ operator }: AdminDeps, { account, identities }: AccountSeen): Promise<AttemptRecord[]> {
  const searches = [{ accountId: account.id }, ...identities.map(({ openId }) => ({ openId }))];
  const found = await Promise.all(searches.map((search) => operator.attempts(search, { limit: most })));
  const rows = new Map(found.flatMap((page) => page.rows).map((attempt) => [attempt.id, attempt]));
  return [...rows.values()].sort((a, b) => b.createdAt - a.createdAt).slice(0, most);
}

function facts({ account }: AccountSeen, groups: readonly string[], say: Say): Html {
  const { id, phone, createdAt, lastSignInAt, suspendedAt } = account;
  return html`<div class="card">
${suspendedAt === undefined ? "" : html`<p><span class="tag no">${say("suspended")}</span> ${timeOf(suspendedAt)}</p>`}
<dl>
<dt>${say("accountId")}</dt><dd><code>${id}</code></dd>
<dt>${say("phone")}</dt><dd>${phone ?? say("none")}</dd>
<dt>${say("created")}</dt><dd>${timeOf(createdAt)}</dd>
<dt>${say("lastSignIn")}</dt><dd>${lastSignInAt === undefined ? say("neverHere") : timeOf(lastSignInAt)}</dd>
<dt>${say("groups")}</dt><dd>${groups.length === 0 ? say("none") : groups.join(", ")}</dd>
</dl>
</div>`;
}

function wechats({ identities }: AccountSeen, base: string, say: Say, mayWrite: boolean): Html {
  if (identities.length === 0) return html`<p>${say("noWechat")}</p>`;
  return html`<ul class="rows">${identities.map(
    ({ id, appid, openId, unionId, lostAt }) => html`<li>
<span class="grow"><code>${openId}</code> ${lostAt === undefined ? "" : html`<span class="tag no">${say("lost")}</span>`}<br>
<code class="quiet">${appid}${unionId === undefined ? "" : ` · unionid ${unionId}`}</code></span>
${
  mayWrite
    ? html`<span class="acts">${act(`${base}/identities/${id}/${lostAt === undefined ? "lost" : "found"}`, say(lostAt === undefined ? "markLost" : "markFound"))}
${act(`${base}/identities/${id}/remove`, say("remove"), "small danger")}</span>`
    : ""
}
</li>`,
  )}</ul>`;
}

/** The invitation that is not used yet; its code is not known here. */
function invited({ validFrom, expiresAt }: InvitationTimes, { base, say, mayWrite, now }: PartOptions): Html {
  return html`<ul class="rows"><li>
<span class="grow">${say("invitation")}<br>
<span class="quiet">${say("invitationTimes", { from: instantOf(validFrom), until: instantOf(expiresAt) })}</span></span>
<span class="acts"><span class="tag${validFrom <= now ? " good" : ""}">${say(validFrom <= now ? "live" : "notYet")}</span>
${mayWrite ? act(`${base}/invite/cancel`, say("cancelInvitation")) : ""}</span>
</li></ul>`;
}

interface PartOptions {
  readonly base: string;
  readonly say: Say;
  readonly mayWrite: boolean;
  readonly now: number;
}

function sessionList(sessions: readonly Session[], { base, say, mayWrite, now }: PartOptions): Html {
  if (sessions.length === 0) return html`<p>${say("noSessions")}</p>`;
  const rows = sessions.map((session) => {
    const live = isLive(session, now);
    return html`<li>
<span class="grow">${session.browserName || say("unknownBrowser")} · ${session.applicationId}<br>
<span class="quiet">${timeOf(session.createdAt)} ${session.network ?? ""}</span></span>
<span class="acts"><span class="tag${live ? " good" : ""}">${say(live ? "live" : "ended")}</span>
${live && mayWrite ? act(`${base}/sessions/${session.id}/end`, say("end")) : ""}</span>
</li>`;
  });
  const all = mayWrite && sessions.some((session) => isLive(session, now));
  return html`<ul class="rows">${rows}</ul>${all ? html`<p>${act(`${base}/sessions/end`, say("endAll"), "")}</p>` : ""}`;
}

function actions({ account: { id, suspendedAt } }: AccountSeen, base: string, say: Say, visit: ConsoleVisit): Html {
  return html`<h2>${say("acts")}</h2>
<div class="acts">
${suspendedAt === undefined ? act(`${base}/suspend`, say("suspend"), "danger") : act(`${base}/unsuspend`, say("unsuspend"), "")}
${act(`${base}/invite`, say("invite"), "")}
<a class="button" href="${base}/export">${say("exportAll")}</a>
</div>
<form class="search several" method="post" action="${base}/groups">
<input name="group" aria-label="${say("groupLabel")}" placeholder="${say("groupLabel")}" required>
<button name="act" value="add">${say("addGroup")}</button><button name="act" value="remove">${say("remove")}</button>
</form>
<h2>${say("deleteTitle")}</h2>
${
  visit.isFresh
    ? html`<form class="card" method="post" action="${base}/delete"><p>${say("deleteNote")}</p>
<div class="search"><input name="id" aria-label="${say("accountId")}" placeholder="${id}" autocomplete="off" required>
<button class="danger">${say("deleteTitle")}</button></div></form>`
    : html`<p class="card">${say(staleText(visit))}</p>`
}`;
}
