import type { z } from "zod";
import { english } from "../../base/english.ts";
import { nearestWord } from "../../base/nearest-word.ts";
import { type ConfigProblem, pathText } from "./config-error.ts";

/** Turns zod's issues into sentences for the operator. */
export const schemaProblems = { parameters: { error: sentence }, of: problemsOf };

type Found = z.core.$ZodRawIssue;

/** Undefined if the message of zod or of the schema is good enough. */
function sentence(found: Found): string | undefined {
  switch (found.code) {
    case "unrecognized_keys":
      // One sentence for each key; `problemsOf` splits them again.
      return found.keys.map((key) => unknownOption(key, namesIn(found.inst))).join("\n");
    case "invalid_type":
      return found.input === undefined
        ? english`is missing. Set it.`
        : english`must be ${types[found.expected] ?? `a ${found.expected}`}.`;
    case "invalid_value":
      return oneOf(found.values) + meant(found.input, found.values);
    case "invalid_union": {
      const choices = "options" in found && Array.isArray(found.options) ? found.options : [];
      return choices.length > 0 ? oneOf(choices) : undefined;
    }
    case "too_small":
      return atLeast(String(found.minimum), found.origin);
    case "too_big":
      return atMost(String(found.maximum), found.origin);
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
    ? english`is an unknown option. Use one of ${names.join(", ")}.`
    : english`is an unknown option. Did you mean ${near}?`;
}

function namesIn(schema: unknown): string[] {
  const shape = typeof schema === "object" && schema !== null && "shape" in schema ? schema.shape : undefined;
  return typeof shape === "object" && shape !== null ? Object.keys(shape) : [];
}

function meant(typed: unknown, values: readonly unknown[]): string {
  const near = typeof typed === "string" ? nearestWord(typed, values.map(String)) : undefined;
  return near === undefined ? "" : english` Did you mean "${near}"?`;
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  const last = quoted.pop();
  return quoted.length === 0 ? english`must be ${last}.` : english`must be ${quoted.join(", ")} or ${last}.`;
}

/** The name of zod's type for a sentence. */
const types: Readonly<Record<string, string>> = {
  string: english`a string`,
  number: english`a number`,
  int: english`an int`,
  boolean: english`a boolean`,
  object: english`an object`,
  array: english`an array`,
  record: english`a record`,
};

function atLeast(count: string, origin: string): string {
  if (origin === "string") return english`must have at least ${count} characters.`;
  return origin === "array" ? english`must have at least ${count} entries.` : english`must be at least ${count}.`;
}

function atMost(count: string, origin: string): string {
  if (origin === "string") return english`must have at most ${count} characters.`;
  return origin === "array" ? english`must have at most ${count} entries.` : english`must be at most ${count}.`;
}
