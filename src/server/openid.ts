// Puts the OpenID provider together.
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { Login } from "../login/login.ts";
import { createKeyRing, type KeyRing } from "../login/sessions/key-ring.ts";
import { startBackChannel } from "../oidc/back-channel.ts";
import type { ClientApplication } from "../oidc/client-application.ts";
import { createOpenIdHandler, type OpenIdHandler } from "../oidc/handler.ts";
import { createProviderSource } from "../oidc/provider.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { createRequestAddress } from "./client-address.ts";
import type { Config } from "./config/config.ts";
import { createPosts } from "./outgoing.ts";

/** The OpenID provider, put together. */
export interface OpenId {
  readonly handler: OpenIdHandler;
  /** The keys that sign ID tokens. */
  readonly keyRing: KeyRing;
  stop(): void;
}

interface Parts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Creates the provider; undefined if no application is a client. */
export function createOpenId(
  config: Config,
  parts: Parts,
  { login, store }: { readonly login: Login; readonly store: Store },
): OpenId | undefined {
  const { origin, trustedProxies } = config;
  const clients = clientsOf(config.applications);
  if (clients.size === 0) return undefined;
  const keyRing = createKeyRing({
    store,
    random: parts.random,
    key: config.secret,
    // A hint (`id_token_hint`) is accepted for as long as its session may live.
    tokens: { algorithm: "RS256", lifetime: config.session.lifetime },
    algorithms: ["RS256"],
  });
  const { privateKeys, published: publishedKeys, signer } = keyRing;
  const shared = { ...parts, origin, clients };
  const kept = { sessionLifetime: config.session.lifetime, key: config.secret };
  const provider = createProviderSource({ ...shared, ...kept, records: login.openId, privateKeys });
  const addressOf = createRequestAddress(trustedProxies);
  const isAnybodyTold = [...clients.values()].some(({ openid }) => openid.backchannelLogout !== undefined);
  const posts = createPosts(parts);
  const postTo = ({ openid }: ClientApplication) => posts(openid);
  const backChannel = { ...shared, logouts: login.openIdLogouts, signer, postTo };
  return {
    handler: createOpenIdHandler({ ...shared, login, provider, publishedKeys, addressOf }),
    keyRing,
    stop: isAnybodyTold ? startBackChannel(backChannel) : () => {},
  };
}

const clientsOf = (applications: Config["applications"]): ReadonlyMap<string, ClientApplication> =>
  new Map(
    applications.flatMap((application) => {
      const { openid } = application;
      return openid ? [[application.id, { ...application, openid }] as const] : [];
    }),
  );
