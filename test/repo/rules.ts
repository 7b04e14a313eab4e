import { allowances, inBrowser, isListed, mayImport, mayTouchMachine, mayUse, within } from "./layers.ts";
import { packageOf, resolved, type SourceFile } from "./source.ts";

type Rule = (files: readonly SourceFile[]) => string[];

const perFile =
  (check: (file: SourceFile) => string[]): Rule =>
  (files) =>
    files.flatMap(check);

/** Files in a folder that no layer lists. */
export const unlistedFolders: Rule = perFile(({ path }) => (isListed(path) ? [] : [path]));

/** Imports of a higher layer, or of a neighbour that is not listed. Imports of types count, too. */
export const upwardImports: Rule = perFile(({ path, imports }) =>
  imports.flatMap(({ name }) => {
    const target = resolved(path, name);
    return target === undefined || mayImport(path, target) ? [] : [`${path} imports ${target}`];
  }),
);

/** Packages and I/O modules of Node that are not listed. Type-only imports cost nothing at run time, so they are allowed. */
export const unlistedDependencies: Rule = perFile(({ path, imports }) =>
  imports.flatMap(({ name, typeOnly }) => {
    if (typeOnly || resolved(path, name) !== undefined || mayUse(path, packageOf(name))) return [];
    return [`${path} imports ${name}`];
  }),
);

/** What the browser's packages import from the layers at run time. A schema there would bring zod along. */
export const heavyForBrowser: Rule = perFile(({ path, imports }) =>
  imports.flatMap(({ name, typeOnly }) => {
    const target = resolved(path, name);
    return !inBrowser(path) || typeOnly || target === undefined || inBrowser(target)
      ? []
      : [`${path} imports ${target}`];
  }),
);

/** Uses of the machine's globals. Code that uses them by itself cannot be tested without the machine. */
export const machineTouched: Rule = perFile(({ path, touches }) =>
  mayTouchMachine(path) ? [] : touches.map((name) => `${path} uses ${name}`),
);

/** Names that do not say what is inside. */
export const vagueNames: Rule = perFile(({ path }) =>
  /(^|\/)(utils?|helpers?|common|shared|misc|types)(\.ts|\/)/.test(path) ? [path] : [],
);

/** Cycles of value imports, each as its path. */
export const cycles: Rule = (files) => cyclesOf(new Map(files.map((file) => [file.path, valueTargets(file)])));

/** Cycles of any imports, also of types: the files of one can only be understood together. */
export const typeCycles: Rule = (files) => cyclesOf(new Map(files.map((file) => [file.path, allTargets(file)])));

function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

const valueTargets = ({ path, imports }: SourceFile): string[] =>
  imports.flatMap(({ name, typeOnly }) => (typeOnly ? [] : (resolved(path, name) ?? [])));

const allTargets = ({ path, imports }: SourceFile): string[] =>
  imports.flatMap(({ name }) => resolved(path, name) ?? []);

/** Allowances that no file uses, as `folder: allowed`. */
export const unusedAllowances: Rule = (files) => {
  const imports = files.flatMap(({ path, imports }) => imports.map(({ name }) => ({ path, name })));
  const isUsed = (folder: string, allowed: string): boolean =>
    imports.some(({ path, name }) => {
      const target = resolved(path, name);
      return within(path, folder) && (target === undefined ? packageOf(name) === allowed : within(target, allowed));
    });
  return allowances().flatMap(([folder, allowed]) => (isUsed(folder, allowed) ? [] : [`${folder}: ${allowed}`]));
};
