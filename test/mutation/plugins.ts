import { appendFileSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { describeMutation, isSampled, type Mutation } from "./sample.ts";

// Stryker loads this file. Its types lie in packages that most clones never install.

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface TestedMutant extends Mutant {
  readonly status: string;
}

/** One mutant that was tried, as a line of the file that the reporter writes. */
export interface Verdict {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly mutation: string;
  /** `Killed`, `Timeout`, `Survived` or `NoCoverage`. */
  readonly status: string;
}

const share = Number(process.env.SAOMA_MUTATION_SHARE ?? "1");
const output = process.env.SAOMA_MUTATION_OUTPUT ?? "";
const counted = new Set(["Killed", "Timeout", "Survived", "NoCoverage"]);

const linesOf = new Map<string, readonly string[]>();

/** The lines of a file. The sandbox's copies are instrumented; these are the clone's own. */
function sourceLines(fileName: string): readonly string[] {
  const lines = linesOf.get(fileName) ?? readFileSync(fileName, "utf8").split("\n");
  linesOf.set(fileName, lines);
  return lines;
}

/** Stryker counts lines from 0 for checkers and from 1 for reporters; `first` says which. */
function mutationOf({ fileName, mutatorName, replacement, location }: Mutant, first: 0 | 1): Mutation {
  const { start, end } = location;
  const lines = sourceLines(fileName).slice(start.line - first, end.line - first + 1);
  const tail = lines.length - 1;
  const original = lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - first : 0, index === tail ? end.column - first : undefined),
    )
    .join("\n");
  return { mutatorName, original, replacement };
}

/** Lets only the mutants of the sample be tried. */
const createSample = () => ({
  init: async () => {},
  group: async (mutants: readonly Mutant[]) => [mutants.map(({ id }) => id)],
  check: async (mutants: readonly Mutant[]) =>
    Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        isSampled(mutationOf(mutant, 0), share)
          ? { status: "passed" }
          : { status: "compileError", reason: "not of the sample" },
      ]),
    ),
});

/** Writes each verdict at once: the run may be stopped at any time. */
const createVerdicts = () => ({
  onMutantTested(mutant: TestedMutant) {
    const mutation = mutationOf(mutant, 1);
    if (!counted.has(mutant.status) || !isSampled(mutation, share)) return;
    const file = relative(process.cwd(), mutant.fileName);
    const verdict: Verdict = {
      file,
      line: mutant.location.start.line,
      mutation: describeMutation(mutation),
      status: mutant.status,
    };
    appendFileSync(output, `${JSON.stringify(verdict)}\n`);
  },
});

/** Of Babel's node, what `createIgnorer` reads. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly callee?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly key?: Node;
}

const nameOf = (node: Node | undefined): string | undefined => node?.name ?? node?.property?.name;

/** What only people read: no program depends on it, and its words change often. */
const createIgnorer = () => ({
  shouldIgnore({ node }: { readonly node: Node }): string | undefined {
    const isLog = node.type === "CallExpression" && nameOf(node.callee?.object) === "log";
    if (isLog) return "what a log line says";
    return node.type === "ObjectProperty" && node.key?.name === "detail" ? "an error's detail for the log" : undefined;
  },
});

export const strykerPlugins = [
  { kind: "Checker", name: "sample", factory: createSample },
  { kind: "Ignore", name: "words", factory: createIgnorer },
  { kind: "Reporter", name: "verdicts", factory: createVerdicts },
];
