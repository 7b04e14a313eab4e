import { type Declaration, type DeclarationFile, type Loose, nameOf } from "./declarations.ts";

/** A name or a member of the public surface. */
export interface Documented {
  /** As in `Client.start` or `SaomaOptions.session.lifetime`. */
  readonly path: string;
  /** The text of its docstring; undefined if it has none. */
  readonly doc: string | undefined;
  readonly isFunction: boolean;
}

/** A declaration and every member of it, with the docstring of each. */
export function surfaceOf({ node, file }: Declaration): Documented[] {
  const inner: Loose = node.type === "ExportNamedDeclaration" ? node.declaration : node;
  if (inner.type === "TSModuleDeclaration") return [];
  const own = { path: nameOf(node), isFunction: /Function/.test(inner.type), doc: docOf(node, file) };
  if (inner.type === "VariableDeclaration") return [own]; // The members of a table are values.
  return [own, ...membersOf(inner, own.path, file)];
}

/** The docstring that ends right before a node. */
function docOf({ start }: Loose, { text, comments }: DeclarationFile): string | undefined {
  const before = comments.findLast((one) => one.end <= start);
  const isNext = before?.value.startsWith("*") && text.slice(before.end, start).trim() === "";
  return isNext ? before?.value : undefined;
}

const memberTypes = new Set([
  "TSPropertySignature",
  "TSMethodSignature",
  "PropertyDefinition",
  "MethodDefinition",
  "TSAbstractMethodDefinition",
]);

function membersOf(node: Loose, at: string, file: DeclarationFile): Documented[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return overloadsOnce(node).flatMap((each) => membersOf(each, at, file));
  if (node.type === "TSTypeReference" && /^(Exclude|Extract)$/.test(node.typeName.name)) return []; // These types only filter others.
  if (!memberTypes.has(node.type)) return Object.values(node).flatMap((child) => membersOf(child, at, file));
  if (isPlain(node)) return [];
  const path = `${at}.${keyOf(node)}`;
  const inside = [node.typeAnnotation, node.params, node.returnType, node.value];
  const own = { path, isFunction: /Method/.test(node.type), doc: docOf(node, file) };
  return [own, ...inside.flatMap((each) => membersOf(each, path, file))];
}

const keyOf = ({ key }: Loose): string => key?.name ?? key?.value ?? key?.property?.name ?? "";

/** The docstring of the first overload applies to all. */
const overloadsOnce = (nodes: readonly Loose[]): readonly Loose[] =>
  nodes.filter((node, at) => {
    const before = nodes[at - 1];
    return !(memberTypes.has(node?.type) && before?.type === node.type && keyOf(before) === keyOf(node));
  });

/** Members that need no docstring: constructors, `#private` ones, and discriminants such as `kind: "qr"`. */
const isPlain = (node: Loose): boolean =>
  node.kind === "constructor" ||
  node.key?.type === "PrivateIdentifier" ||
  node.accessibility === "private" ||
  node.typeAnnotation?.typeAnnotation?.type === "TSLiteralType";

/** The text of a declaration, without its comments and the lines that they leave empty. */
export function bareText({ node, file }: Declaration): string {
  const inside = file.comments.filter((one) => one.start >= node.start && one.end <= node.end);
  let [from, kept] = [node.start, ""];
  for (const comment of inside) {
    kept += file.text.slice(from, comment.start);
    from = comment.end;
  }
  return (kept + file.text.slice(from, node.end)).replace(/^\s*\n/gm, "");
}
