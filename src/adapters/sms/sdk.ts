/** Gives an installed package by its name. */
export type LoadSdk = (name: string) => Promise<unknown>;

export const loadSdk: LoadSdk = (name) => import(name);

/**
 * A provider's SDK, which operators install beside Saoma because it is heavy. The one place that says what to install.
 *
 * @throws an Error that does.
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

/** What a failure of an SDK says: its code where it has one, as the providers document it. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  // The others are Node's own, for who was not reached, or made of an answer that was not the provider's.
  return typeof code === "string" && /^(?!E[A-Z]+$|ERR_|undefined$)[\w.]+$/.test(code) ? code : undefined;
}

/**
 * What a log may keep of an SDK's failure, whose own fields hold the whole request: number, code and signature. Of its
 * words what may be a number or a code is taken out, because providers repeat what they were sent.
 */
export function causeOf(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  return new Error(`${error.name}: ${error.message.slice(0, 500).replace(/\d{5,}/g, "…")}`);
}
