import { posix } from "node:path";
import { type Comment, type Node, parseSync, visitorKeys } from "oxc-parser";

/** A parsed declaration file. */
export interface DeclarationFile {
  readonly path: string;
  readonly text: string;
  readonly comments: readonly Comment[];
  readonly body: readonly Node[];
}

/** One statement of the public surface of an entry. */
export interface Declaration {
  readonly name: string;
  /** Whether the entry exports it. Otherwise an exported declaration refers to it. */
  readonly isExported: boolean;
  readonly node: Node;
  readonly file: DeclarationFile;
}

/** Declaration files by the path of their source, as in `client/index.ts`. */
export type Files = ReadonlyMap<string, string>;

interface Target {
  readonly path: string;
  readonly name: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the syntax tree is read by its shape.
export type Loose = any;

/** Everything that an entry exports, and every declaration that this refers to, sorted by name. */
export function declarationsOf(entry: string, files: Files): Declaration[] {
  const modules = moduleReader(files);
  const found = new Map<Node, Declaration>();
  const add = (target: Target, isExported: boolean): Target[] =>
    resolve(target, modules).flatMap(({ node, path }) => {
      if (found.has(node)) return [];
      found.set(node, { name: nameOf(node), isExported, node, file: modules(path).file });
      return referredTo(node).map((name) => ({ path, name }));
    });
  // Exports come first, because one of them may refer to another.
  let used = [...modules(entry).exports.values()].flatMap((target) => add(target, true));
  while (used.length > 0) used = used.flatMap((target) => add(target, false));
  const { file, globals } = modules(entry);
  const augmented = globals.map((node) => ({ name: nameOf(node), isExported: true, node, file }));
  return [...found.values(), ...augmented].toSorted((a, b) => compare(a.name, b.name));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

interface Module {
  readonly file: DeclarationFile;
  readonly locals: ReadonlyMap<string, Node[]>;
  readonly imports: ReadonlyMap<string, Target>;
  readonly exports: ReadonlyMap<string, Target>;
  /** `declare global` and `declare module`. */
  readonly globals: readonly Node[];
}

function moduleReader(files: Files): (path: string) => Module {
  const read = new Map<string, Module>();
  return (path) => {
    const module = read.get(path) ?? readModule(path, files.get(path) ?? "");
    read.set(path, module);
    return module;
  };
}

function readModule(path: string, text: string): Module {
  const { program, comments, errors } = parseSync(path.replace(/\.ts$/, ".d.ts"), text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const body = program.body as unknown as Node[];
  const from = (source: Loose, name: string): Target => ({
    path: source.value.startsWith(".") ? posix.join(posix.dirname(path), source.value) : "",
    name,
  });
  const locals = Map.groupBy(body.filter(isDeclaration), nameOf);
  const imports = body.flatMap((node: Loose) =>
    node.type === "ImportDeclaration"
      ? node.specifiers.map((one: Loose) => [one.local.name, from(node.source, one.imported?.name ?? "default")])
      : [],
  );
  const exports = body.flatMap((node: Loose) => {
    if (node.type !== "ExportNamedDeclaration") return [];
    if (node.declaration) return [[nameOf(node), { path, name: nameOf(node) }]];
    return node.specifiers.map((one: Loose) => [
      one.exported.name,
      node.source ? from(node.source, one.local.name) : { path, name: one.local.name },
    ]);
  });
  return {
    file: { path, text, comments, body },
    locals,
    imports: new Map(imports),
    exports: new Map(exports),
    globals: body.filter(({ type }) => type === "TSModuleDeclaration"),
  };
}

const declarationOf = (node: Loose): Loose => (node.type === "ExportNamedDeclaration" ? node.declaration : node);

const isDeclaration = (node: Node): boolean => {
  const { type } = declarationOf(node) ?? { type: "" };
  return /Declaration$|^TSDeclareFunction$/.test(type) && !/^(Import|Export|TSModule)/.test(type);
};

/** The name of a declaration, whether it is exported or not. */
export function nameOf(node: Node): string {
  const inner = declarationOf(node);
  return inner.type === "VariableDeclaration"
    ? inner.declarations[0].id.name
    : (inner.id?.name ?? inner.id?.value ?? "");
}

/**
 * The file that declares a name: this one, or the file that it is imported or re-exported from. Names of packages are
 * not followed.
 */
function resolve({ path, name }: Target, modules: (path: string) => Module): { path: string; node: Node }[] {
  if (path === "") return [];
  const { locals, imports, exports } = modules(path);
  const own = locals.get(name);
  if (own) return own.map((node) => ({ path, node }));
  const next = imports.get(name) ?? exports.get(name);
  return next && (next.path !== path || next.name !== name) ? resolve(next, modules) : [];
}

/** The names that a declaration uses; the keys of its members are not among them. */
function referredTo(node: Loose): string[] {
  if (node.type === "Identifier") return [node.name];
  const fields = (visitorKeys[node.type] ?? []).filter((key) => key !== "key" && key !== "label");
  const children = fields.flatMap((key) => [node[key]].flat()).filter((child) => child?.type !== undefined);
  return [...new Set<string>(children.flatMap(referredTo))];
}
