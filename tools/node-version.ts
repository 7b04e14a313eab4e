/** The oldest Node that runs this repository, its tests too: `engines` in package.json names it. */
const oldest = { major: 22, minor: 18 };

/** A sentence with the remedy if Node is too old; undefined if `version` (as in `26.10.0`) is supported. */
export function describeOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return undefined;
  return (
    `The tests need Node ${oldest.major}.${oldest.minor} or newer; this is Node ${version}. ` +
    "Run `npx vitest` or `npm test`, which find the Node that `npm ci` put into node_modules/.bin."
  );
}

/** Ends the process with that sentence, before anything fails with an obscure error. */
export function requireNode(version = process.versions.node): void {
  const fault = describeOldNode(version);
  if (fault === undefined) return;
  console.error(fault);
  process.exit(1);
}
