// One attempt as a row of a list, on the list of sign-ins and on the page of an account.
import type { AttemptRecord } from "../../domain/attempt-log.ts";
import type { Language } from "../../domain/language.ts";
import { type Html, html } from "../../http/html.ts";
import { timeOf } from "./page.ts";
import { stateWords } from "./reasons.ts";
import type { Say } from "./texts.ts";
import { wayWords } from "./ways.ts";

const looks: Readonly<Partial<Record<AttemptRecord["status"], string>>> = { redeemed: " good", declined: " no" };

/** A row of a list of attempts. */
export const attemptRow = (attempt: AttemptRecord, language: Language, say: Say): Html => html`<li>
<span class="grow"><a href="/console/attempts/${encodeURIComponent(attempt.id)}">${timeOf(attempt.createdAt)}</a>
${attempt.applicationId} · ${wayWords(attempt.channel, language)}<br>
<span class="quiet">${attempt.browserName || say("unknownBrowser")}</span></span>
<span class="tag${looks[attempt.status] ?? ""}">${stateWords(attempt.status, language)}</span>
</li>`;
