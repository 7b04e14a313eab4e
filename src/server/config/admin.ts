import { isIP, isIPv6 } from "node:net";
import { z } from "zod";
import { english } from "../../base/english.ts";
import { Secret } from "../../base/secret.ts";
import type { ConsoleAdministrator } from "../../domain/console-session.ts";
import { isLoopback, origin, weakness } from "./values.ts";

/** Where the operator's listener is; see {@link admin}. */
export interface AdminConfig {
  readonly host: string;
  readonly port: number;
  readonly origin?: string;
  readonly key?: Secret;
  /** Who may enter the console by WeChat. */
  readonly administrators: readonly ConsoleAdministrator[];
  /** Whether only this machine can reach it. */
  readonly isLoopback: boolean;
}

/** `127.0.0.1:7081` or `[::1]:7081`, in parts; undefined for anything else. */
function place(value: string): { host: string; port: number } | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(value) ?? [];
  const [host, port] = [bracketed ?? plain ?? "", Number(digits)];
  const isAddress = bracketed === undefined ? isIP(host) === 4 || host === "localhost" : isIPv6(host);
  return isAddress && port <= 65_535 ? { host, port } : undefined;
}

const listenAt = z
  .string()
  .refine((value) => place(value) !== undefined, {
    error: english`must be an IP address and a port. Write it as 127.0.0.1:7081, or [::1]:7081.`,
  })
  .meta({ format: "address and port" });

const administrator = z.strictObject({
  account: z.string().min(1).max(64).describe("The id of their account, as `saoma account list` shows it"),
  name: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: english`has 1 to 64 letters, digits, dots, - and _` })
    .describe("Their name in the audit"),
  right: z.enum(["read", "write"]).default("write").describe("Whether they may only look (`read`) or change, too"),
});

const administrators = z
  .array(administrator)
  .max(100)
  .check(({ value, issues }) => {
    for (const key of ["account", "name"] as const) {
      const index = value.findIndex((one, at) => value.findIndex((other) => other[key] === one[key]) < at);
      const message = english`is named twice. Remove one of them.`;
      if (index >= 0) issues.push({ code: "custom", path: [index, key], input: value, message });
    }
  });

export const admin = z
  .strictObject({
    listen: listenAt.describe("Where it listens, as in 127.0.0.1:7081; never the public port"),
    origin: origin
      .describe("Under which address people reach it; required where `listen` is no loopback address")
      .exactOptional(),
    key: z
      .string()
      .check(({ value, issues }) => {
        const message = weakness(value, "SAOMA_ADMIN_KEY");
        if (message) issues.push({ code: "custom", message, input: value });
      })
      .describe(
        "The first key, which may do everything; default from SAOMA_ADMIN_KEY or SAOMA_ADMIN_KEY_FILE; required where `listen` is no loopback address",
      )
      .exactOptional(),
    administrators: administrators.default([]).describe("Who may enter the console by WeChat; nobody by default"),
  })
  .check(({ value, issues }) => {
    const at = place(value.listen);
    if (!at || isLocal(at.host)) return;
    const missing = { origin: value.origin, key: value.key };
    for (const [option, given] of Object.entries(missing)) {
      if (given === undefined)
        issues.push({ code: "custom", path: [option], input: value, message: remedies[option as "key"] });
    }
  });

const remedies = {
  origin: english`is missing, and \`listen\` is reached from other machines. Set it to the https address that people use.`,
  key: english`is missing, and \`listen\` is reached from other machines. Set SAOMA_ADMIN_KEY to the output of \`openssl rand -base64 48\`.`,
};

const isLocal = (host: string): boolean => isLoopback(host) || host === "::1";

/** The operator's listener as it is configured. */
export function adminConfig({ listen, origin, key, administrators }: z.output<typeof admin>): AdminConfig {
  const { host, port } = place(listen) ?? { host: "127.0.0.1", port: 0 };
  return {
    host,
    port,
    isLoopback: isLocal(host),
    administrators,
    ...(origin === undefined ? {} : { origin }),
    ...(key === undefined ? {} : { key: new Secret(key) }),
  };
}
