/** Imports an installed package by its name. */
export type LoadSdk = (name: string) => Promise<unknown>;

export const loadSdk: LoadSdk = (name) => import(name);

/**
 * Loads a provider's SDK, which operators install beside Saoma because it is large. If it is missing, the error says
 * what to install.
 *
 * @throws {Error} if the package is not installed.
 */
export async function providersSdk<Sdk>(load: LoadSdk, name: string, version: string): Promise<Sdk> {
  try {
    return (await load(name)) as Sdk;
  } catch (cause) {
    throw new Error(`The SMS sender needs a package that is not installed. Run: npm install ${name}@${version}`, {
      cause,
    });
  }
}

/** The code of an SDK's failure, as the provider documents it; undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  // Other codes are Node's own for failed connections, or were made from a response that is not the provider's.
  return typeof code === "string" && /^(?!E[A-Z]+$|ERR_|undefined$)[\w.]+$/.test(code) ? code : undefined;
}

/**
 * A copy of an SDK's failure for the log. The failure's own fields contain the whole request with number, code and
 * signature, and its message may repeat them, so everything that may be a number or a code is removed.
 */
export function causeOf(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  return new Error(`${error.name}: ${error.message.slice(0, 500).replace(/\d{5,}/g, "…")}`);
}
