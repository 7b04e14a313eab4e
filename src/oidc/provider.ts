import type { EventEmitter } from "node:events";
import type { JWK } from "jose";
import type Provider from "oidc-provider";
import type { Secret } from "../base/secret.ts";
import type { Log } from "../ports/log.ts";
import { compareSecrets, configurationOf, type ProviderDeps } from "./configuration.ts";
import { createPolicy } from "./policy.ts";
import { deriveRefreshTokens } from "./refresh.ts";

/** Loaded only where an application is a client, and without a word on the console, which is not ours to write to. */
async function load(log: Log): Promise<typeof import("oidc-provider")> {
  const { warn } = console;
  console.warn = (...said: unknown[]) =>
    String(said[0]).startsWith("oidc-provider") ? log.debug({}, String(said[0])) : warn.apply(console, said);
  try {
    return await import("oidc-provider");
  } catch (cause) {
    throw new Error("OpenID Connect needs the package oidc-provider: npm install oidc-provider@9", { cause });
  } finally {
    console.warn = warn;
  }
}

interface Made {
  readonly log: Log;
  /** Refresh tokens follow from each other by it. */
  readonly key: Secret;
}

/** The provider with the keys of now. */
export interface CurrentProvider {
  readonly provider: Provider;
  readonly answer: ReturnType<Provider["callback"]>;
}

export interface ProviderSource {
  current(): Promise<CurrentProvider>;
}

/** A provider takes its keys when it is made: another one is made when they have changed. */
export function createProviderSource(
  deps: ProviderDeps & Made & { readonly privateKeys: () => Promise<JWK[]> },
): ProviderSource {
  let made: (CurrentProvider & { readonly kids: string }) | undefined;
  return {
    async current() {
      const keys = await deps.privateKeys();
      const kids = keys.map(({ kid }) => kid).join(" ");
      if (made?.kids === kids) return made;
      const provider = await make(deps, keys);
      made = { kids, provider, answer: provider.callback() };
      return made;
    },
  };
}

async function make(deps: ProviderDeps & Made, keys: readonly JWK[]): Promise<Provider> {
  const { default: OidcProvider, errors, interactionPolicy } = await load(deps.log);
  const policy = createPolicy(interactionPolicy, deps);
  const overMeanwhile = () => new errors.InvalidGrant("it was used before, or the sign-in has ended");
  const invalidTarget = () => new errors.InvalidTarget();
  const provider = new OidcProvider(
    deps.origin,
    configurationOf({ ...deps, overMeanwhile, invalidTarget }, keys, policy),
  );
  // Its addresses come of a request's headers, which the handler has written anew.
  provider.proxy = true;
  compareSecrets(provider, deps.clients);
  deriveRefreshTokens(provider, () => OidcProvider.ctx, deps.key);
  const note = (error: unknown) => deps.log.error({ err: error }, "the OpenID provider failed");
  provider.on("server_error", (_ctx, error) => note(error));
  // Koa would write it to the console.
  (provider as EventEmitter).on("error", note);
  return provider;
}
