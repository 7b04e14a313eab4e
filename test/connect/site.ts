import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createPageBrowser, type OpenIdStage, setOpenIdStage } from "../stage/openid.ts";

type OpenIdOptions = NonNullable<Parameters<typeof setOpenIdStage>[0]>;

/** A site of other people's making, and the provider that it signs in by. */
export interface ConnectedSite {
  readonly origin: string;
  readonly stage: OpenIdStage;
  /** What answers at the site. */
  serve(app: RequestListener): void;
  /** A person's browser: opens a page of the site, signs in where it is sent, and is back; what it sees then. */
  signIn(person: string, page: string, init?: RequestInit): Promise<Visitor>;
}

export interface Visitor {
  readonly status: number;
  readonly text: string;
  readonly url: string;
  /** Opens a page of the site again; stops at the first answer of another origin. */
  open(page: string, init?: RequestInit): Promise<{ url: string; status: number; text: string }>;
  /** Opens a page of the provider, in the same browser. */
  readonly atProvider: ReturnType<OpenIdStage["browser"]>;
}

/** `port` where the site is not of this process. */
export async function connectSite(openid: (origin: string) => OpenIdOptions, port?: number): Promise<ConnectedSite> {
  let app: RequestListener | undefined;
  const server = createServer((request, response) => app?.(request, response));
  if (port === undefined) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
  }
  const origin = `http://127.0.0.1:${port ?? (server.address() as AddressInfo).port}`;
  const stage = await setOpenIdStage(openid(origin));
  onTestFinished(() => stage.close());
  return {
    origin,
    stage,
    serve: (given) => {
      app = given;
    },
    async signIn(person, page, init) {
      const atSite = createPageBrowser(origin);
      const atProvider = stage.browser();
      const sent = await atSite.go(`${origin}${page}`, init);
      if (!sent.url.startsWith(stage.issuer)) throw new Error(`not sent to sign in: ${sent.status} ${sent.text}`);
      const signIn = await atProvider.go(sent.url);
      const back = await atProvider.signIn(person, signIn.url);
      const seen = await atSite.go(back.url);
      return { ...seen, atProvider, open: (path, more) => atSite.go(`${origin}${path}`, more) };
    },
  };
}
