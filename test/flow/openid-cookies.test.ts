// The cookies that one browser sends to the service when it is signed in to many applications.
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdStage, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

/** The limit of nginx, and of many others, for one header line of a request, and for all headers together. */
const limit = 8 * 1024;

/** The prefixes of the cookies' names on https. */
const prefixes = { host: "__Host-".length, secure: "__Secure-".length };

const secretOf = (index: number) => `Zk3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0y${index}`;

test("the cookies of twenty applications, and of as many sign-ins that wait, are far below 8 KB of headers", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `a-program-with-a-long-name-${index}`);
  const applications = ids.map((id, index) => ({
    id,
    name: `程序 ${index}`,
    confirm: "never" as const,
    openid: { redirectUris: [callback], secret: secretOf(index) },
  }));
  const often = { times: 1_000, per: "1m" as const };
  const limits = { attemptsPerAddress: often, attemptsPerAddressLong: often, pushesPerPerson: often };
  stage = await setOpenIdStage({}, { applications, limits });
  const browser = stage.browser();
  const pages: string[] = [];
  for (const [index, id] of ids.entries()) {
    const site = await discover(stage, { id, own: secretOf(index) });
    // A sign-in that nobody finishes.
    pages.push((await browser.go((await begin(site)).url.href)).url);
    const begun = await begin(site);
    const page = await browser.go(begun.url.href);
    const tokens = await finish(site, begun, (await browser.signIn("xiaoming", page.url, id)).url);
    expect(tokens.claims()?.aud).toBe(id);
  }
  const sentTo = (address: string) => {
    const { pathname } = new URL(address);
    return browser.cookies.filter(({ path }) => path === "/" || pathname === path || pathname.startsWith(`${path}/`));
  };
  const sizeAt = (address: string) => {
    const sent = sentTo(address);
    const prefixed = sent.map(({ name, value, path }) => {
      const prefix = path === "/" ? prefixes.host : prefixes.secure;
      return prefix + name.length + 1 + value.length;
    });
    return "cookie: ".length + prefixed.reduce((sum, size) => sum + size + 2, 0);
  };
  const everywhere = sizeAt(`${stage.issuer}/oidc/authorize`);
  const most = Math.max(...pages.map(sizeAt));
  console.log(`Cookies of 20 applications: ${everywhere} bytes; at a sign-in page that waits ${most}.`);
  expect(sentTo(`${stage.issuer}/`)).toHaveLength(21);
  expect(sentTo(pages[0] ?? "")).toHaveLength(22);
  // The other half is left for the URL, the other headers and the cookies of a site on the same host.
  expect(most).toBeLessThan(limit / 2);
  expect(everywhere).toBeLessThan(most);
});

test("over https both cookies of the provider are `__Secure-`, bound to their one page, unsigned, and no session is among them", async () => {
  const origin = "https://login.saoma.test";
  stage = await setOpenIdStage({}, { origin });
  const query = { client_id: "shop", redirect_uri: callback, response_type: "code", scope: "openid" };
  const url = `${stage.issuer}/oidc/authorize?${new URLSearchParams(query)}`;
  const { headers } = await fetch(url, { redirect: "manual" });
  const uid = /^(?:https:\/\/login\.saoma\.test)?\/sign-in\/([\w-]{40,})$/.exec(headers.get("location") ?? "")?.[1];
  const cookies = headers.getSetCookie().map((line) => line.toLowerCase().split("; ").toSorted());
  const both = ["httponly", "samesite=lax", "secure"];
  const named = (name: string, path: string) => [
    `${name}=${uid}`.toLowerCase(),
    `path=${path}/${uid}`.toLowerCase(),
    expect.stringMatching(/^expires=/),
    ...both,
  ];
  const sorted = (cookie: readonly unknown[]) => expect.arrayContaining([...cookie]);
  expect(cookies).toHaveLength(2);
  expect(cookies).toContainEqual(sorted(named("__Secure-saoma_interaction", "/sign-in")));
  expect(cookies).toContainEqual(sorted(named("__Secure-saoma_resume", "/oidc/authorize")));
});
