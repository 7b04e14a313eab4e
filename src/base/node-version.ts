// The first import of every entry, so that this message comes before any other error of the package.

/** The message for a Node that is too old; undefined for a supported one, and outside of Node. */
export function refusalOf(version: string | undefined): string | undefined {
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  if (version === undefined || major > 22 || (major === 22 && minor >= 18)) return undefined;
  return `saoma needs Node 22.18 or newer; this is Node ${version}. \`npm install node@24\` puts a newer one beside it, which npx and npm's scripts find first.`;
}

const refusal = refusalOf(globalThis.process?.versions?.node);
if (refusal !== undefined) throw Object.assign(new Error(refusal), { stack: refusal });
