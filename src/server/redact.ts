import { masked } from "../ports/log.ts";

const hidden = "[secret]";
const secretKey = /secret|token|password|authorization|cookie|aes_?key|claim|ticket|echostr/i;
const personKey = /^(open_?id|union_?id|phone)$/i;
const secretParameter = /\b((?:access_|refresh_)?token|(?:app)?secret|code|ticket|(?:msg_)?signature)=[^&\s"'<>]+/gi;
const maxDepth = 6;

/**
 * A copy of `value` that a log may keep: what is named like a secret is `[secret]`, people are masked, and
 * addresses lose what WeChat puts into their query. Reaches six levels deep.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.includes("=") ? value.replace(secretParameter, `$1=${hidden}`) : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "[deep]";
  if (Array.isArray(value)) return value.map((one) => redact(one, depth + 1));
  if (value instanceof Error) return redactError(value, depth);
  // What has a word of its own on how it is shown, such as a Secret or a Date, keeps it.
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redactField(key, one, depth)]));
}

function redactField(key: string, value: unknown, depth: number): unknown {
  if (secretKey.test(key)) return value === undefined || typeof value === "boolean" ? value : hidden;
  if (personKey.test(key) && typeof value === "string") return masked(value);
  return redact(value, depth + 1);
}

function redactError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error;
  const own = Object.fromEntries(Object.entries(error).map(([key, one]) => [key, redactField(key, one, depth)]));
  const because = cause === undefined ? {} : { cause: redact(cause, depth + 1) };
  return { type: name, message: redact(message), stack: redact(stack ?? ""), ...own, ...because };
}
