import { type Html, html } from "../../http/html.ts";
import type { Ability } from "../../login/channels/abilities.ts";
import { abilityWords, ruleWords } from "./abilities-texts.ts";
import { type Spoken, timeOf } from "./page.ts";

/** What the source can do at WeChat, and what WeChat answered when it was asked. */
export const abilitiesPart = (abilities: readonly Ability[], words: Spoken): Html =>
  html`<h3>${words.say("abilities")}</h3><ul class="rows">${abilities.map((one) => row(one, words))}</ul>`;

function row(ability: Ability, words: Spoken): Html {
  const { name, use } = abilityWords(ability.id, words.language);
  return html`<li><span class="grow"><strong>${name}</strong> <span class="quiet">${use}</span></span>${state(ability, words)}</li>`;
}

function state({ rule, refused, workedAt }: Ability, { say, language }: Spoken): Html {
  if (refused !== undefined)
    return html`<span class="tag no">${say("abilityRefused", { errcode: String(refused) })}</span>`;
  if (workedAt !== undefined) return html`${timeOf(workedAt)} <span class="tag good">${say("abilityWorked")}</span>`;
  return html`<span class="${rule === "may" ? "tag good" : "tag"}">${ruleWords(rule, language)}</span>`;
}
