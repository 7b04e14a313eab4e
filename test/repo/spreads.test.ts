import { globSync, readFileSync } from "node:fs";
import { type Node, parseSync, visitorKeys } from "oxc-parser";
import { expect, test } from "vitest";

// A literal that is spread only so that the formatter keeps its fields on one line looks as if it overrode something.
// TypeScript also does not check it for excess properties.
test("no literal is spread", () => {
  const paths = globSync("{src,test,bench,tools,examples}/**/*.ts", { exclude: ["**/node_modules/**"] });
  expect(paths.flatMap((path) => spreadLiterals(path, readFileSync(path, "utf8")))).toEqual([]);
});

test("a literal that is spread is found, and a condition is not", () => {
  expect(spreadLiterals("a.ts", "f({ ...{ a, b }, c });\ng(...(['a'] as const));")).toEqual(["a.ts:1", "a.ts:2"]);
  expect(spreadLiterals("a.ts", "f({ ...(a ? { a } : {}), ...b });")).toEqual([]);
});

/** The places of spread literals, as `path:line`. */
function spreadLiterals(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === "SpreadElement" && isLiteral(node.argument))
      found.push(`${path}:${text.slice(0, node.start).split("\n").length}`);
    for (const key of visitorKeys[node.type] ?? [])
      for (const child of [node[key as keyof Node]].flat() as unknown[]) if (isNode(child)) visit(child);
  };
  visit(parseSync(path, text).program);
  return found;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

function isLiteral(node: Node): boolean {
  if (node.type === "TSAsExpression" || node.type === "ParenthesizedExpression") return isLiteral(node.expression);
  return node.type === "ObjectExpression" || node.type === "ArrayExpression";
}
