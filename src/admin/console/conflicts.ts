// People who seem to have two accounts, as `saoma identities report` lists them.
import type { IdentityConflict } from "../../domain/account.ts";
import { type Html, html } from "../../http/html.ts";
import type { AdminContext, AdminDeps } from "../context.ts";
import { type Spoken, showPage, spoken, timeOf } from "./page.ts";

/** Shows the conflicts that the operator has to decide, oldest first. The page only lists them. */
export async function showConflicts(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const words = spoken(c);
  const conflicts = await operator.identityConflicts();
  const content =
    conflicts.length === 0
      ? html`<p class="card">${words.say("noConflicts")}</p>`
      : html`<p>${words.say("conflictsNote")}</p><ul class="rows">${conflicts.map((one) => row(one, words))}</ul>`;
  return showPage(c, c.get("visit"), { title: words.say("conflicts"), section: "people", content });
}

const account = (id: string): Html => html`<a href="/console/people/${encodeURIComponent(id)}"><code>${id}</code></a>`;

const row = (
  { appid, openId, accountId, platform, unionId, otherAccountId, noticedAt }: IdentityConflict,
  { say }: Spoken,
): Html => html`<li><span class="grow">${account(accountId)} ${otherAccountId === undefined ? say("unionChanged") : html`${say("and")} ${account(otherAccountId)}`}<br>
<code class="quiet">${appid} · ${openId} · ${platform} · unionid ${unionId}</code></span>${timeOf(noticedAt)}</li>`;
