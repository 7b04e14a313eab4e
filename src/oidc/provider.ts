import type { EventEmitter } from "node:events";
import type { JWK } from "jose";
import type Provider from "oidc-provider";
import type { Secret } from "../base/secret.ts";
import type { Log } from "../ports/log.ts";
import { compareSecrets, configurationOf, type ProviderDeps } from "./configuration.ts";
import { createPolicy } from "./policy.ts";
import { deriveRefreshTokens } from "./refresh.ts";

/** Loads the library, only if an application is a client. Its warnings to the console are suppressed. */
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
  /** The key from which each refresh token derives the next. */
  readonly key: Secret;
}

type Errors = typeof import("oidc-provider").errors;

/** The provider with the current keys. */
export interface CurrentProvider {
  readonly provider: Provider;
  readonly answer: ReturnType<Provider["callback"]>;
}

export interface ProviderSource {
  current(): Promise<CurrentProvider>;
}

/** The provider reads its keys only when it is created, so a new one is created when they have changed. */
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

/** The error of a request whose session or grant has ended meanwhile. An authorization has errors of its own. */
function overMeanwhileAt({ AccessDenied, InvalidGrant, LoginRequired }: Errors, ctx: typeof Provider.ctx): Error {
  if (!isAuthorization(ctx)) return new InvalidGrant("it was used before, or the sign-in has ended");
  // OpenID Connect Core 3.1.2.6.
  return ctx?.oidc.params?.prompt === "none"
    ? new LoginRequired("the sign-in has ended meanwhile")
    : new AccessDenied("the sign-in has ended meanwhile");
}

const isAuthorization = (ctx: typeof Provider.ctx): boolean =>
  ctx !== undefined && ["authorization", "resume"].includes(ctx.oidc.route);

async function make(deps: ProviderDeps & Made, keys: readonly JWK[]): Promise<Provider> {
  const { default: OidcProvider, errors, interactionPolicy } = await load(deps.log);
  const policy = createPolicy(interactionPolicy, deps);
  const overMeanwhile = () => overMeanwhileAt(errors, OidcProvider.ctx);
  const invalidTarget = () => new errors.InvalidTarget();
  const provider = new OidcProvider(
    deps.origin,
    configurationOf({ ...deps, overMeanwhile, invalidTarget }, keys, policy),
  );
  // The provider derives its addresses from the request's headers, which the handler has rewritten.
  provider.proxy = true;
  compareSecrets(provider, deps.clients);
  deriveRefreshTokens(provider, () => OidcProvider.ctx, deps.key);
  const note = (error: unknown) => deps.log.error({ err: error }, "the OpenID provider failed");
  provider.on("server_error", (_ctx, error) => note(error));
  // Otherwise Koa writes the error to the console.
  (provider as EventEmitter).on("error", note);
  return provider;
}
