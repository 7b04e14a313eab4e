import { masked } from "../ports/log.ts";

const hidden = "[secret]";
const secretKey = /secret|token|password|authorization|cookie|aes_?key|claim|ticket|echostr/i;
const personKey = /^(open_?id|union_?id|phone)$/i;
const secretParameter = /\b((?:access_|refresh_)?token|(?:app)?secret|code|ticket|(?:msg_)?signature)=[^&\s"'<>]+/gi;
const maxDepth = 6;

/**
 * A copy of `value` for the log: values named like a secret become `[secret]`, ids of people are masked, and addresses
 * lose WeChat's query parameters. Redacts six levels deep.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.includes("=") ? value.replace(secretParameter, `$1=${hidden}`) : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "[deep]";
  if (Array.isArray(value)) return value.map((one) => redact(one, depth + 1));
  if (value instanceof Error) return redactError(value, depth);
  // A value with its own `toJSON`, such as a Secret or a Date, keeps it.
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  return redactFields(value, depth);
}

function redactFields(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) copy[key] = redactField(key, one, depth);
  return copy;
}

function redactField(key: string, value: unknown, depth: number): unknown {
  const kind = kindOf(key);
  if (kind === "secret") return value === undefined || typeof value === "boolean" ? value : hidden;
  if (kind === "person" && typeof value === "string") return masked(value);
  return redact(value, depth + 1);
}

type Kind = "secret" | "person" | "other";

/** Caches the verdict on field names, because every line repeats the same few. Further names are checked each time. */
const kinds = new Map<string, Kind>();
const maxKinds = 500;

function kindOf(key: string): Kind {
  const known = kinds.get(key);
  if (known) return known;
  const kind = secretKey.test(key) ? "secret" : personKey.test(key) ? "person" : "other";
  if (kinds.size < maxKinds) kinds.set(key, kind);
  return kind;
}

function redactError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error;
  const own = redactFields(error, depth);
  const because = cause === undefined ? {} : { cause: redact(cause, depth + 1) };
  return { type: name, message: redact(message), stack: redact(stack ?? ""), ...own, ...because };
}
