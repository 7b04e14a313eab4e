import { Hono } from "hono";
import { type Html, html } from "../../http/html.ts";
import type { AdminBindings, AdminContext, AdminDeps, ApplicationSeen } from "../context.ts";
import { type Spoken, showPage, spoken } from "./page.ts";
import type { TextKey } from "./texts.ts";
import { wayWords } from "./ways.ts";

/** The applications of the configuration with their clients, and how their secrets are changed. */
export function applicationPages(deps: AdminDeps): Hono<AdminBindings> {
  return new Hono<AdminBindings>().get("/", (c) => showApplications(c, deps));
}

function showApplications(c: AdminContext, { applications }: AdminDeps): Response {
  const words = spoken(c);
  const content = html`${applications.map((one) => section(one, words))}`;
  return showPage(c, c.get("visit"), { title: words.say("applications"), section: "applications", content });
}

const section = (application: ApplicationSeen, words: Spoken): Html => html`<section>
<h2>${application.name} <code>${application.id}</code>${application.default ? html` <span class="tag">${words.say("byDefault")}</span>` : ""}</h2>
<div class="card">${facts(application, words)}</div>
${client(application, words)}${dropIn(application, words)}
</section>`;

/** The rows of a list of facts. Facts without a value are left out. */
const rows = (facts: readonly (readonly [string, readonly string[] | undefined])[]): Html =>
  html`<dl>${facts.map(([label, values]) =>
    values === undefined || values.length === 0
      ? ""
      : html`<dt>${label}</dt><dd>${values.map((value, at) => html`${at === 0 ? "" : html`<br>`}${value}`)}</dd>`,
  )}</dl>`;

const confirms = {
  always: "confirmAlways",
  "new-browser": "confirmNewBrowser",
  never: "confirmNever",
} as const satisfies Record<string, TextKey>;

function facts(
  { channels, sources, origins, policy, access, terms }: ApplicationSeen,
  { say, language }: Spoken,
): Html {
  const number = policy.confirm !== "never" && policy.confirmBy === "number" ? [say("byNumber")] : [];
  return rows([
    [say("ways"), channels?.map((way) => wayWords(way, language)) ?? [say("allWays")]],
    [say("sourcesOf"), sources],
    [say("originsOf"), origins],
    [say("confirmBy"), [[say(confirms[policy.confirm]), ...number].join(" · ")]],
    [say("openTo"), access ?? [say("everybody")]],
    [say("termsOf"), terms?.map(({ title, version }) => `${title} · ${version}`)],
  ]);
}

function client({ openid, variables }: ApplicationSeen, words: Spoken): Html {
  if (!openid) return html``;
  const { say } = words;
  return html`<h3>${say("openidClient")}</h3><div class="card">${rows([
    [say("redirectUris"), openid.redirectUris],
    [say("logoutUris"), openid.logoutUris],
    [say("backchannel"), openid.backchannelLogout === undefined ? [] : [openid.backchannelLogout]],
    [say("refreshTokens"), openid.refresh ? [say("yes")] : []],
    [say("audience"), openid.audience === undefined ? [] : [openid.audience]],
  ])}${secrets(openid.secretHashes.length, variables.clientSecret, words)}</div>`;
}

function dropIn({ wechatServer, variables }: ApplicationSeen, words: Spoken): Html {
  if (!wechatServer) return html``;
  const { say } = words;
  const { source, atRoot, accessToken, tokenHashes } = wechatServer;
  const also = [...(atRoot ? [say("atRoot")] : []), ...(accessToken ? [say("givesToken")] : [])];
  return html`<h3>${say("dropIn")}</h3><div class="card">${rows([
    [say("sourcesOf"), [source, ...also]],
  ])}${secrets(tokenHashes.length, variables.wechatServerToken, words)}</div>`;
}

/** Says how many secrets are valid, and how to replace one while both are. */
function secrets(count: number, name: string, { say }: Spoken): Html {
  const state = count === 0 ? "secretPublic" : count === 1 ? "secretOne" : "secretTwo";
  const how = count === 0 ? "" : html`<p class="quiet">${say(count === 1 ? "rotateHow" : "rotateEnd", { name })}</p>`;
  return html`<p class="secret"><strong>${say("secretLabel")}</strong> ${say(state, { name })}</p>${how}`;
}
