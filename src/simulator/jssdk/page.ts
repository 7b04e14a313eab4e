import { type Html, html, pageOf } from "../oauth/html.ts";
import type { Simulation } from "../simulation.ts";
import { checkConfig, configIn, type JsSdkConfig, type JsSdkVerdict } from "./config.ts";

/** The path of the page, which phones and browsers can open. */
export const jsSdkPath = "/connect/jssdk";

/** The page that checks the signature of a `wx.config`: a form for its inputs, and the computation step by step. */
export function jsSdkPage(sim: Simulation, query: URLSearchParams): Response {
  const config = configIn(query);
  const verdict = query.has("signature") ? checkConfig(sim, config) : undefined;
  return pageOf({
    title: verdict?.errMsg ?? "JS-SDK 签名校验",
    className: "notice",
    body: html`<main>${verdict ? shown(verdict) : ""}${form(config)}</main>`,
  });
}

function shown({ errMsg, check }: JsSdkVerdict): Html {
  const steps = check ? html`<p>${check.joined}</p><p>sha1 → ${check.expected}</p><p>${check.got ?? ""}</p>` : "";
  return html`<h1>${errMsg}</h1>${steps}${check?.note ? html`<p>${check.note}</p>` : ""}`;
}

const form = (config: JsSdkConfig): Html =>
  html`<form method="get" action="${jsSdkPath}">${Object.entries(config).map(
    ([name, value]) => html`<p><label>${name} <input name="${name}" value="${value}"></label></p>`,
  )}<button class="main">校验</button></form>`;
