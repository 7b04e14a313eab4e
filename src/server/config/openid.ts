// Checks the `openid` options of an application, and fills in their defaults.
import { createHash } from "node:crypto";
import { z } from "zod";
import { english } from "../../base/english.ts";
import type { OpenIdClient } from "../../login/context.ts";
import type { ConfigProblem } from "./config-error.ts";
import { emailDomainFault } from "./email-domain.ts";
import { isOptions } from "./secrets.ts";
import { privacyProblems, serverAddress, uriFault } from "./server-address.ts";
import { weakness } from "./values.ts";

/** One secret, or two during a rotation. */
const secretsIn = (value: string): readonly string[] => value.trim().split(/[\s,]+/);

/** Only characters that need no encoding, because clients disagree about how to encode a secret in a header. */
const secret = z
  .string()
  .check(({ value, issues }) => {
    if (value.trim() === "") {
      const message = english`is empty. Set it, or leave out option and variable for a public client.`;
      return void issues.push({ code: "custom", message, input: value });
    }
    const all = secretsIn(value);
    const odd = english`must be letters and digits alone: clients do not agree how others are sent.`;
    const many = english`must be one secret, or two while it is changed, with a space between.`;
    const fault =
      all
        .map((one) => (/^[A-Za-z0-9]+$/.test(one) ? weakness(one, "SAOMA_<APPLICATION>_CLIENT_SECRET") : odd))
        .find(Boolean) ?? (all.length > 2 ? many : undefined);
    if (fault !== undefined) issues.push({ code: "custom", message: fault, input: value });
  })
  .describe(
    "The client's secret; two with a space between while it is changed. Default from SAOMA_<APPLICATION>_CLIENT_SECRET or " +
      "SAOMA_<APPLICATION>_CLIENT_SECRET_FILE; without one it is a public client, which PKCE is asked of",
  )
  .exactOptional();

const redirectUri = z
  .string()
  .max(2048)
  .check(({ value, issues }) => {
    const fault = uriFault(value);
    if (fault) issues.push({ code: "custom", message: fault, input: value });
  });

/** A URI, so that it never equals the id of an application, which is the audience of ID tokens. */
const audienceFault = (value: string): string | undefined =>
  URL.parse(value) && !value.includes("#") && !/\s/.test(value)
    ? undefined
    : "must be a URI without a fragment, as in https://api.example.com.";

/** An application whose own server signs people in by OpenID Connect. */
export const openid = z.strictObject({
  redirectUris: z
    .array(redirectUri)
    .min(1)
    .max(50)
    .describe("Where people come back to; compared whole, byte for byte"),
  logoutUris: z.array(redirectUri).max(50).default([]).describe("Where they may be sent after signing out; the same"),
  backchannelLogout: serverAddress
    .describe("Where its server is told that a session is over (back-channel logout); it is told until it has taken it")
    .exactOptional(),
  backchannelLogoutSub: z
    .boolean()
    .default(false)
    .describe(
      "Whether logout tokens name the account (`sub`), too. For programs that find users by `sub` only; such a program then ends all sessions of the account",
    ),
  allowPrivate: z
    .boolean()
    .default(false)
    .describe(
      "Whether `backchannelLogout` may be at a private address, as in a network of containers; http is good there",
    ),
  email: z
    .enum(["placeholder", "none"])
    .default("placeholder")
    .describe(
      "Whether a placeholder stands for the e-mail address, which WeChat does not tell; many programs want one",
    ),
  emailDomain: z
    .string()
    .max(200)
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, {
      error: english`must be a domain, as in wechat.example.com.`,
    })
    .check(({ value, issues }) => {
      const message = emailDomainFault(value);
      if (message) issues.push({ code: "custom", message, input: value });
    })
    .default("wechat.invalid")
    .describe("What the placeholder is at: a domain of yours that takes no mail, or one that nobody can own"),
  wechat: z
    .array(z.enum(["openid", "unionid"]))
    .max(2)
    .default([])
    .describe("What it is told of the WeChat that signed in: claims `wechat_openid`, `wechat_unionid`, `wechat_appid`"),
  username: z
    .string()
    .regex(/^(?:none|[a-z][a-z0-9._-]{0,18}[._-])$/, {
      error: "must be none, or at most 20 lower-case letters, digits, dots, dashes and underscores, as in wx-.",
    })
    .default("wechat-")
    .describe(
      "What `preferred_username` begins with, before 24 hexadecimal digits: letters, digits, and `-`, `_` or `.` at its end; `none`: none is told",
    ),
  audience: z
    .string()
    .max(512)
    .check(({ value, issues }) => {
      const message = audienceFault(value);
      if (message) issues.push({ code: "custom", message, input: value });
    })
    .describe(
      "The API that its access tokens are for, as in https://api.example.com: JWTs for ten minutes, which userinfo does not take. Default: tokens for userinfo alone",
    )
    .exactOptional(),
  refresh: z
    .boolean()
    .default(false)
    .describe("Whether it gets refresh tokens, good for as long as the session; those of a public client rotate"),
  secret,
});

/** The setting with its secrets hashed. */
export function openIdClientOf({
  secret: given,
  email,
  emailDomain,
  username,
  ...client
}: z.output<typeof openid>): OpenIdClient {
  return {
    ...client,
    emailDomain: email === "none" ? undefined : emailDomain,
    username: username === "none" ? undefined : username,
    secretHashes:
      given === undefined ? [] : secretsIn(given).map((one) => createHash("sha256").update(one).digest("hex")),
  };
}

type Options = Readonly<Record<string, unknown>>;

/** As {@link privacyProblems} has it. */
export function backchannelsFit({ applications }: Options): ConfigProblem[] {
  return (Array.isArray(applications) ? applications : []).flatMap((application: unknown, index) => {
    const setting = isOptions(application) ? application.openid : undefined;
    if (!isOptions(setting)) return [];
    const path = `applications[${index}].openid.backchannelLogout`;
    return privacyProblems(path, setting.backchannelLogout, setting.allowPrivate);
  });
}

/** `a-b` and `a_b` would read one variable, and each could ask as the other. */
export function openIdClientsFit({ applications }: Options): ConfigProblem[] {
  const seen = new Map<string, string>();
  return (Array.isArray(applications) ? applications : []).flatMap((application: unknown, index) => {
    const setting = isOptions(application) ? application.openid : undefined;
    if (!isOptions(setting) || typeof setting.secret !== "string") return [];
    const path = `applications[${index}].openid.secret`;
    return secretsIn(setting.secret).flatMap((one) => {
      const before = seen.get(one);
      seen.set(one, path);
      return before === undefined || before === path
        ? []
        : [{ path, message: english`is that of ${before} too. Give each its own.` }];
    });
  });
}
