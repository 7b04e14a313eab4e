import { isIP } from "node:net";
import { z } from "zod";
import { english } from "../../base/english.ts";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `"30d"`, `"12h"`, `"5m"`, `"30s"` or a number of milliseconds as milliseconds; undefined for anything else. */
function milliseconds(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  const [, count, unit = ""] = /^(\d{1,9})(ms|[smhd])$/.exec(String(value)) ?? [];
  return count === undefined ? undefined : Number(count) * (units[unit] ?? Number.NaN);
}

/** A duration within limits, all written as the operator writes them. */
export function duration(least: string, most: string) {
  const [min = 0, max = 0] = [milliseconds(least), milliseconds(most)];
  const fits = (value: unknown) => {
    const ms = milliseconds(value);
    return ms !== undefined && ms >= min && ms <= max;
  };
  const error = english`must be a time from ${least} to ${most}. Write it as "30d", "12h", "5m", "30s" or in milliseconds.`;
  const spoken = z.custom<string | number>(fits, { error }).meta({ format: `time from ${least} to ${most}` });
  return spoken.transform((value) => milliseconds(value) ?? min);
}

/** Loopback addresses: traffic that never leaves the machine needs no TLS. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);

/** What is wrong with an origin, as a sentence; undefined if nothing is. */
function originFault(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol))
    return english`must be an origin. Write it as https://login.example.com.`;
  if (url.hostname.includes("*"))
    return english`must be one origin: there are no wildcards. Write each origin by itself.`;
  if (url.origin !== value)
    return english`must be an origin alone, without a path or a slash at its end. Write ${url.origin}.`;
  if (url.protocol === "https:" || isLoopback(url.hostname)) return undefined;
  return english`must be https: an attacker on the network could read and change everything. Put TLS in front; http is for loopback.`;
}

/** Scheme, host and port, as browsers write it: https, or http on loopback. */
export const origin = z
  .string()
  .check(({ value, issues }) => {
    const fault = originFault(value);
    if (fault) issues.push({ code: "custom", message: fault, input: value });
  })
  .meta({ format: "origin" });

/** Whether a text is an IP address, or a range of them such as `10.0.0.0/8`. */
function isAddressRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** IP addresses and ranges. */
export const addressRange = z
  .string()
  .refine(isAddressRange, { error: english`must be an IP address or a range. Write it as 10.0.0.7 or 10.0.0.0/8.` })
  .meta({ format: "IP address or range" });

const placeholders = /change.?me|your.?secret|example|placeholder|default|password|insecure|0123456789|abcdefgh/i;

/** Why a secret could be guessed, as a sentence; undefined if it is strong enough. */
export function weakness(secret: string, variable: string): string | undefined {
  const remedy = english`Make one with \`openssl rand -base64 48\`, and set ${variable} to it.`;
  if (secret.length < 32) return english`must have at least 32 characters, this one has ${secret.length}. ${remedy}`;
  if (placeholders.test(secret)) return english`must not be an example's or a default one. ${remedy}`;
  if (new Set(secret).size < 6) return english`must be random, this one repeats a few characters. ${remedy}`;
  return undefined;
}
