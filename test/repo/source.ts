import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { type Node, parseSync, visitorKeys } from "oxc-parser";

/** One `import` or `export … from` of a file. */
export interface Import {
  readonly name: string;
  /** Only its types are used, so the import is erased at run time. */
  readonly typeOnly: boolean;
}

/** A source file, with its path below `src/`. */
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly Import[];
  /** The globals of the machine that it uses, such as `Date.now`. */
  readonly touches: readonly string[];
}

export const readSource = (root: string, path: string): SourceFile =>
  parseSource(path, readFileSync(join(root, path), "utf8"));

export function parseSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    name: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.moduleRequest ? [{ name: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
    ),
  );
  const late = module.dynamicImports
    .map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
    .filter((name) => /^["'`]/.test(name)) // the name of a computed member is unknown
    .map((name) => ({ name: name.slice(1, -1), typeOnly: false }));
  return { path, imports: [...imported, ...passedOn, ...late], touches: touched(program) };
}

/** The path below `src/` of a relative import's target; undefined for a package. */
export const resolved = (path: string, name: string): string | undefined =>
  name.startsWith(".") ? normalize(join(dirname(path), name)) : undefined;

/** The package of an import: `hono` for `hono/html`, `node:fs` for `node:fs/promises`. */
export const packageOf = (name: string): string =>
  name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");

const watchedNames = new Set(["fetch", "setTimeout", "setInterval"]);
const watchedMembers = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "process.env",
  "crypto.getRandomValues",
  "crypto.randomUUID",
  ...[...watchedNames].map((name) => `globalThis.${name}`),
]);

function touched(program: Node): string[] {
  const nodes = [...walk(program)];
  const own = new Set(nodes.flatMap(boundNames));
  return nodes.map(touch).filter((name) => name !== undefined && !own.has(name)) as string[];
}

function touch(node: Node): string | undefined {
  if (node.type === "CallExpression" && node.callee.type === "Identifier") {
    return watchedNames.has(node.callee.name) ? node.callee.name : undefined;
  }
  if (node.type === "NewExpression" && node.callee.type === "Identifier") {
    return node.callee.name === "Date" && node.arguments.length === 0 ? "new Date()" : undefined;
  }
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier") return undefined;
  const name = node.property.type === "Identifier" ? `${node.object.name}.${node.property.name}` : "";
  return watchedMembers.has(name) ? name : undefined;
}

/** Local names for injected values: in `const { fetch } = deps` it is not the global one. */
function boundNames(node: Node): string[] {
  if (node.type === "VariableDeclarator") return namesIn(node.id);
  if (node.type === "ImportSpecifier") return [node.local.name];
  const takesParameters =
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression";
  return takesParameters ? node.params.flatMap((parameter) => namesIn(parameter as Node)) : [];
}

function namesIn(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "AssignmentPattern") return namesIn(pattern.left);
  if (pattern.type === "ObjectPattern") {
    return pattern.properties.flatMap((property) =>
      namesIn((property.type === "Property" ? property.value : property.argument) as Node),
    );
  }
  if (pattern.type === "ArrayPattern") return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
  return pattern.type === "RestElement" ? namesIn(pattern.argument) : [];
}

/** A node and all of its descendants. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  const fields = node as unknown as Record<string, unknown>;
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [fields[key]].flat()) if (isNode(child)) yield* walk(child);
  }
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
