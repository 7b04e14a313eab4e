// The options of webhooks.
import { z } from "zod";
import { english } from "../../base/english.ts";
import { Secret } from "../../base/secret.ts";
import { endpointId } from "../../domain/webhook.ts";
import type { WebhookEndpoint } from "../../login/context.ts";
import { eventNames } from "../../login/events.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isOptions } from "./secrets.ts";
import { privacyProblems, serverAddress } from "./server-address.ts";

/** An endpoint as it is configured. */
export interface WebhookConfig extends WebhookEndpoint {
  readonly url: string;
  /** The keys that sign its letters: one, or two during a rotation. */
  readonly keys: readonly Secret[];
  readonly allowPrivate: boolean;
}

const secretsIn = (value: string): readonly string[] => value.trim().split(/[\s,]+/);

const remedy = english`Make one with \`echo whsec_$(openssl rand -base64 32)\`, and set SAOMA_WEBHOOK_SECRET to it.`;

/** What is wrong with a secret in the format of Standard Webhooks; undefined if nothing is. */
function secretFault(value: string): string | undefined {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  if (encoded === undefined) return english`must be whsec_ and Base64. ${remedy}`;
  const { length } = Buffer.from(encoded, "base64");
  return length < 24 || length > 64 ? english`must have 24 to 64 bytes, this one has ${length}. ${remedy}` : undefined;
}

const secret = z
  .string()
  .check(({ value, issues }) => {
    const all = secretsIn(value);
    const many = english`must be one secret, or two while it is changed, with a space between.`;
    const fault = all.map(secretFault).find(Boolean) ?? (all.length > 2 ? many : undefined);
    if (fault !== undefined) issues.push({ code: "custom", message: fault, input: value });
  })
  .describe(
    "What its letters are signed with: `whsec_` and Base64; two with a space between while it is changed. Default from " +
      "SAOMA_WEBHOOK_SECRET or SAOMA_WEBHOOK_SECRET_FILE",
  )
  .exactOptional();

/** A service of the operator that receives events. */
export const webhook = z.strictObject({
  url: serverAddress.describe("Where events are posted to, as in https://shop.example.com/webhooks"),
  events: z.array(z.enum(eventNames)).min(1).describe("The events that it gets; default all").exactOptional(),
  applications: z
    .array(z.string())
    .min(1)
    .describe("The applications whose events it gets, beside those of no application; default all")
    .exactOptional(),
  allowPrivate: z
    .boolean()
    .default(false)
    .describe("Whether `url` may be at a private address, as in a network of containers; http is good there"),
  secret,
});

const keyOf = (secret: string): Secret => new Secret(secret.slice("whsec_".length));

export const webhookConfig = ({ secret: given = "", url, ...rest }: z.output<typeof webhook>): WebhookConfig => ({
  ...rest,
  url,
  id: endpointId(url),
  keys: secretsIn(given).map(keyOf),
});

type Options = Readonly<Record<string, unknown>>;

const listOf = (options: unknown): readonly unknown[] => (Array.isArray(options) ? options : []);

/** Checks of endpoints that the schema cannot make. */
export function webhooksFit({ webhooks, applications }: Options): ConfigProblem[] {
  const known = new Set(listOf(applications).flatMap((one) => (isOptions(one) ? [one.id] : [])));
  const seen = new Set<unknown>();
  return listOf(webhooks).flatMap((one, index) => {
    if (!isOptions(one)) return [];
    const path = `webhooks[${index}]`;
    const isTwice = typeof one.url === "string" && seen.has(one.url);
    seen.add(one.url);
    return [
      ...privacyProblems(`${path}.url`, one.url, one.allowPrivate),
      ...(isTwice
        ? [{ path: `${path}.url`, message: english`is the url of another webhook. Make one of the two.` }]
        : []),
      ...(one.secret === undefined ? [{ path: `${path}.secret`, message: english`is missing. ${remedy}` }] : []),
      ...listOf(one.applications)
        .filter((id) => !known.has(id))
        .map((id) => ({ path: `${path}.applications`, message: english`names ${id}, which is no application's id.` })),
    ];
  });
}
