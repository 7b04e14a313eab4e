import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { type Stage, type StageOptions, setStage } from "./stage.ts";

export const secret = "Zk3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yA";
export const callback = "https://app.saoma.test/callback";

type OpenIdOptions = NonNullable<NonNullable<StageOptions["application"]>["openid"]>;

/** A stage whose service listens on a loopback port, for clients that make real requests. */
export interface OpenIdStage {
  readonly stage: Stage;
  readonly issuer: string;
  browser(): OpenIdBrowser;
  close(): Promise<void>;
}

/** A browser that follows redirects. */
export interface OpenIdBrowser {
  /** Requests a page and follows redirects. Stops at the first without one, or before another origin. */
  go(url: string, init?: RequestInit): Promise<{ url: string; status: number; text: string; headers: Headers }>;
  /** Signs in at the hosted page as this person, and follows its redirects. */
  signIn(person: string, page: string, application?: string, body?: object): ReturnType<OpenIdBrowser["go"]>;
  /** Posts as a page of the service does. */
  post(path: string, body: object): Promise<Response>;
  readonly cookies: readonly { readonly name: string; readonly value: string; readonly path: string }[];
}

/** An empty secret makes a public client. */
export async function setOpenIdStage(
  openid: Partial<OpenIdOptions> = {},
  more: Partial<NonNullable<StageOptions["options"]>> = {},
  now = Date.now(),
  source: NonNullable<StageOptions["source"]> = {},
  besides: NonNullable<StageOptions["application"]> = {},
): Promise<OpenIdStage> {
  let stage: Stage | undefined;
  const server = createServer((request, response) => void stage?.saoma.node(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { secret: own = secret, ...rest } = openid;
  const client = { redirectUris: [callback], ...(own === "" ? {} : { secret: own }), ...rest };
  const application = { confirm: "never" as const, openid: client, ...besides };
  stage = await setStage({ application, source, now, options: { origin: issuer, ...more } });
  const set = stage;
  set.saoma.attach(server);
  return {
    stage: set,
    issuer,
    browser: () => createOpenIdBrowser(set, issuer),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await set.close();
    },
  };
}

/** A browser with the cookies of one origin, which follows redirects within it. */
export function createPageBrowser(origin: string) {
  const cookies: { name: string; value: string; path: string }[] = [];

  function keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const [name = "", ...value] = pair.split("=");
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? "/";
    const at = cookies.findIndex((one) => one.name === name && one.path === path);
    if (at >= 0) cookies.splice(at, 1);
    if (value.join("=") !== "") cookies.push({ name, value: value.join("="), path });
  }

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const sent = cookies.filter(({ path }) => pathname === path || path === "/" || pathname.startsWith(`${path}/`));
    const headers = new Headers(init.headers);
    headers.set("cookie", sent.map(({ name, value }) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  const go: OpenIdBrowser["go"] = async (url, init) => {
    const response = await ask(url, init);
    const to = response.headers.get("location");
    if (to === null) return { url, status: response.status, text: await response.text(), headers: response.headers };
    const next = new URL(to, url).href;
    if (new URL(next).origin !== origin)
      return { url: next, status: response.status, text: "", headers: response.headers };
    return go(next);
  };

  return { cookies, ask, go };
}

function createOpenIdBrowser(stage: Stage, issuer: string): OpenIdBrowser {
  const { cookies, ask, go } = createPageBrowser(issuer);

  const post = (path: string, body: object): Promise<Response> =>
    ask(`${issuer}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", origin: issuer },
    });

  return {
    go,
    post,
    cookies,
    async signIn(person, page, application = "shop", body = {}) {
      const started = (await (await post("/v1/attempts", { application })).json()) as StartedAttempt;
      await stage.scan(person, started);
      const redeemed = await post(`/v1/attempts/${started.id}/redeem`, body);
      const { code } = redeemed.ok ? {} : ((await redeemed.json()) as { code?: string });
      if (code === "pairing_required") {
        await post(`/v1/attempts/${started.id}/pair`, { pairingCode: stage.pairingCode(started) });
        await post(`/v1/attempts/${started.id}/redeem`, { agreed: true });
      }
      return go(page, { method: "POST", headers: { origin: issuer } });
    },
  };
}
