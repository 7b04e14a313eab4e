import { type Node, parseSync } from "oxc-parser";
import { walk } from "./source.ts";

/** One function, method or function type with its positional parameters. */
export interface Signature {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  /** The name of each parameter's type: `Attempt` also for `Pick<Attempt, …>`; the parameter's own name for a primitive. */
  readonly parameters: readonly string[];
}

/** The order of positional parameters, from the surroundings to the details. CONTRIBUTING.md has it, too. */
const order: readonly RegExp[] = [
  /^(LoginContext|Simulation|DoctorContext|\w+Deps)$/,
  /^Stores$/,
  /^Application$/,
  /^Source$/,
  /^Attempt$/,
  /^accountId$/,
  /^appid$/,
  /^openId$/,
  /^(Push|IncomingPush)$/,
  /^now$/,
];

const rankOf = (parameter: string): number => order.findIndex((one) => one.test(parameter));

/** Signatures whose parameters are in another order than {@link order}. */
export const outOfOrder = (signatures: readonly Signature[]): string[] =>
  signatures.flatMap(({ path, line, name, parameters }) => {
    const ranks = parameters.map(rankOf).filter((rank) => rank >= 0);
    const isSorted = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? 0));
    return isSorted ? [] : [`${path}:${line} ${name}(${parameters.join(", ")})`];
  });

/** Pairs of types that are in one order in some signatures and in the other order in others: the rarer ones. */
export function bothWays(signatures: readonly Signature[]): string[] {
  const places = new Map<string, string[]>();
  for (const { path, line, name, parameters } of signatures)
    for (const pair of pairsOf(parameters.filter((parameter) => /^[A-Z]/.test(parameter))))
      places.set(pair, [...(places.get(pair) ?? []), `${path}:${line} ${name}`]);
  return [...places].flatMap(([pair, here]) => {
    const [first = "", second = ""] = pair.split(", ");
    const there = places.get(`${second}, ${first}`) ?? [];
    const isRarer = there.length > here.length || (there.length === here.length && first > second);
    return isRarer ? here.map((place) => `${place}: (${pair}), elsewhere (${second}, ${first})`) : [];
  });
}

const pairsOf = (parameters: readonly string[]): Set<string> =>
  new Set(
    parameters.flatMap((first, index) =>
      parameters.slice(index + 1).flatMap((second) => (first === second ? [] : [`${first}, ${second}`])),
    ),
  );

/** The signatures of a file: functions, methods and function types. */
export function signaturesOf(path: string, text: string): Signature[] {
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const nodes = [...walk(program)];
  const names = new Map(nodes.flatMap(namedFunctions));
  return nodes.flatMap((node) => {
    const parameters = parametersOf(node);
    if (parameters.length < 2) return [];
    const line = text.slice(0, node.start).split("\n").length;
    return [{ path, line, name: names.get(node) ?? "(anonymous)", parameters }];
  });
}

/** A function, with the name that it is declared, assigned or listed under. */
function namedFunctions(node: Node): [Node, string][] {
  if (node.type === "FunctionDeclaration" && node.id) return [[node, node.id.name]];
  if (node.type === "TSMethodSignature" && node.key.type === "Identifier") return [[node, node.key.name]];
  if (node.type === "TSTypeAliasDeclaration") return [[node.typeAnnotation, node.id.name]];
  if (node.type === "VariableDeclarator" && node.init && node.id.type === "Identifier")
    return [[node.init, node.id.name]];
  if (node.type === "Property" && node.key.type === "Identifier") return [[node.value, node.key.name]];
  return [];
}

const parametersOf = (node: Node): string[] =>
  "params" in node && Array.isArray(node.params) && node.type !== "TSTypeParameterInstantiation"
    ? (node.params as Node[]).map(typeOf)
    : [];

function typeOf(parameter: Node): string {
  if (parameter.type === "AssignmentPattern") return typeOf(parameter.left);
  if (parameter.type !== "Identifier" && parameter.type !== "ObjectPattern") return "";
  const type = parameter.typeAnnotation?.typeAnnotation;
  const isPrimitive = type?.type === "TSStringKeyword" || type?.type === "TSNumberKeyword";
  return isPrimitive && parameter.type === "Identifier" ? parameter.name : headOf(type);
}

const wrappers = new Set(["Pick", "Omit", "Extract", "Partial", "Readonly", "Required"]);

/** The type that a type is based on: `Attempt` for `Pick<Attempt, "id">` and for `Attempt | undefined`. */
function headOf(type: Node | undefined): string {
  if (type?.type === "TSUnionType" || type?.type === "TSIntersectionType") return headOf(type.types[0]);
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return "";
  const { name } = type.typeName;
  return wrappers.has(name) ? headOf(type.typeArguments?.params[0]) : name;
}
