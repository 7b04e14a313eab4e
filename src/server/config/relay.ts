import { z } from "zod";
import { english } from "../../base/english.ts";
import { type Check, ofSources } from "./check.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isOptions } from "./secrets.ts";
import { privacyProblems, serverAddress } from "./server-address.ts";
import { duration } from "./values.ts";

/** A backend that the pushes of a source are passed on to. */
export const relay = z.strictObject({
  url: serverAddress.describe("The server URL that it has in WeChat's console today, with its query"),
  only: z
    .enum(["not-ours", "all"])
    .default("not-ours")
    .describe("Which pushes it gets: those that Saoma has no use for, or those of sign-ins, too. Saoma's reply wins"),
  timeout: duration("1s", "14s")
    .prefault(4_500)
    .describe("How long it may take to reply. After 4.5 s, WeChat's next delivery waits for the same reply"),
  allowPrivate: z
    .boolean()
    .default(false)
    .describe("Whether `url` may be at a private address, as in a network of containers; http is good there"),
});

export type RelayConfig = z.output<typeof relay>;

/** What the schema cannot see of the backends. */
export const relaysFit: Check = (options) =>
  ofSources(({ relay, token }, path) => {
    if (!isOptions(relay)) return [];
    const { url, allowPrivate } = relay;
    const at = `${path}.relay`;
    return [...privacyProblems(`${at}.url`, url, allowPrivate), ...ownProblems(at, token, url, options.origin)];
  })(options);

function ownProblems(path: string, token: unknown, url: unknown, origin: unknown): ConfigProblem[] {
  const to = typeof url === "string" ? URL.parse(url) : undefined;
  const isOwn = to?.origin === origin && /^\/+(wechat|compat)\//.test(to?.pathname ?? "");
  return [
    ...(isOwn
      ? [{ path: `${path}.url`, message: english`is this service's own server URL. Name the backend's.` }]
      : []),
    ...(token === undefined
      ? [{ path, message: english`needs the source's \`token\`: without one no push comes. Set it, or remove this.` }]
      : []),
  ];
}
