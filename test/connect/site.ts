import { onTestFinished } from "vitest";
import { createPageBrowser, type OpenIdStage, setOpenIdStage } from "../stage/openid.ts";

type OpenIdOptions = NonNullable<Parameters<typeof setOpenIdStage>[0]>;

/** A third-party site, and the provider that it uses. */
export interface ConnectedSite {
  readonly origin: string;
  readonly stage: OpenIdStage;
  /** Opens a page of the site in a new browser, and signs in where that is required. Returns the page shown then. */
  signIn(person: string, page: string, begin?: Begin): Promise<Visitor>;
}

type PageBrowser = ReturnType<typeof createPageBrowser>;

/** What the user does on the page to sign in, if opening it is not enough. */
export type Begin = (browser: PageBrowser, address: string) => ReturnType<PageBrowser["go"]>;

export interface Visitor {
  readonly status: number;
  readonly text: string;
  readonly url: string;
  /** Opens a page of the site again; stops at the first answer of another origin. */
  open(page: string, init?: RequestInit): Promise<{ url: string; status: number; text: string }>;
  /** Opens a page of the provider, in the same browser. */
  readonly atProvider: ReturnType<OpenIdStage["browser"]>;
}

interface Place {
  /** The address at which the site's program will listen. */
  readonly port: number;
  /** The client's id. */
  readonly application: string;
}

export async function connectSite(
  openid: (origin: string) => OpenIdOptions,
  { port, application }: Place,
): Promise<ConnectedSite> {
  const origin = `http://127.0.0.1:${port}`;
  const stage = await setOpenIdStage(openid(origin), {}, Date.now(), {}, { id: application });
  onTestFinished(() => stage.close());
  return {
    origin,
    stage,
    async signIn(person, page, begin = (browser, address) => browser.go(address)) {
      const atSite = createPageBrowser(origin);
      const atProvider = stage.browser();
      const sent = await begin(atSite, `${origin}${page}`);
      if (!sent.url.startsWith(stage.issuer)) throw new Error(`not sent to sign in: ${sent.status} ${sent.text}`);
      const signIn = await atProvider.go(sent.url);
      const back = await atProvider.signIn(person, signIn.url, application);
      const seen = await atSite.go(back.url);
      return { ...seen, atProvider, open: (path, more) => atSite.go(`${origin}${path}`, more) };
    },
  };
}
