import type { z } from "zod";
import { nearestWord } from "../../base/nearest-word.ts";
import { type ConfigProblem, pathText } from "./config-error.ts";

/** How zod's findings become sentences for the operator. */
export const schemaProblems = { parameters: { error: sentence }, of: problemsOf };

type Found = z.core.$ZodRawIssue;

/** Undefined where zod's own words, or the schema's, say it well enough. */
function sentence(found: Found): string | undefined {
  switch (found.code) {
    case "unrecognized_keys":
      // One sentence for each key; `problemsOf` splits them again.
      return found.keys.map((key) => unknownOption(key, namesIn(found.inst))).join("\n");
    case "invalid_type":
      return found.input === undefined ? "is missing. Set it." : `must be ${article(found.expected)}.`;
    case "invalid_value":
      return `must be ${oneOf(found.values)}.${meant(found.input, found.values)}`;
    case "invalid_union": {
      const choices = "options" in found && Array.isArray(found.options) ? found.options : [];
      return choices.length > 0 ? `must be ${oneOf(choices)}.` : undefined;
    }
    case "too_small":
      return `must have at least ${found.minimum}${counted(found.origin)}.`;
    case "too_big":
      return `must have at most ${found.maximum}${counted(found.origin)}.`;
    default:
      return undefined;
  }
}

function problemsOf(error: z.ZodError): ConfigProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: pathText(issue.path), message: issue.message }];
    const messages = issue.message.split("\n");
    return issue.keys.map((key, index) => ({ path: pathText([...issue.path, key]), message: messages[index] ?? "" }));
  });
}

function unknownOption(key: string, names: readonly string[]): string {
  const near = nearestWord(key, names);
  return near === undefined
    ? `is an unknown option. Use one of ${names.join(", ")}.`
    : `is an unknown option. Did you mean ${near}?`;
}

function namesIn(schema: unknown): string[] {
  const shape = typeof schema === "object" && schema !== null && "shape" in schema ? schema.shape : undefined;
  return typeof shape === "object" && shape !== null ? Object.keys(shape) : [];
}

function meant(typed: unknown, values: readonly unknown[]): string {
  const near = typeof typed === "string" ? nearestWord(typed, values.map(String)) : undefined;
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  return [quoted.slice(0, -1).join(", "), ...quoted.slice(-1)].filter((part) => part !== "").join(" or ");
}
const article = (expected: string): string => `${/^[aeiou]/.test(expected) ? "an" : "a"} ${expected}`;
const counted = (origin: string): string =>
  origin === "string" ? " characters" : origin === "array" ? " entries" : "";
