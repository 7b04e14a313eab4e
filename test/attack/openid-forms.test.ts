// Requests to the provider in forms that a careless parser would accept. Each is a case in a table.
import { createHmac } from "node:crypto";
import { request as open } from "node:http";
import * as client from "openid-client";
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
const bye = "https://app.saoma.test/bye";
const verifier = client.randomPKCECodeVerifier();
const often = { times: 100_000, per: "1m" } as const;

type Fields = Readonly<Record<string, string>>;

/** Two clients with a secret and one without. */
async function set(): Promise<void> {
  const named = { name: "青禾", confirm: "never" as const };
  const openid = { redirectUris: [callback], logoutUris: [bye] };
  const applications = [
    { ...named, id: "shop", openid: { ...openid, secret } },
    { ...named, id: "other", openid: { ...openid, secret: otherSecret } },
    { ...named, id: "app", openid },
  ];
  stage = await setOpenIdStage({}, { applications, limits: { attemptsPerAddress: often } });
}

/** The URL of an authorization request. `more` is appended to its query unchanged. */
async function addressOf(asked: Fields = {}, more = ""): Promise<string> {
  const query = new URLSearchParams({
    client_id: "shop",
    response_type: "code",
    scope: "openid",
    redirect_uri: callback,
    state: "state",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...asked,
  });
  return `${stage.issuer}/oidc/authorize?${query}${more}`;
}

async function signedIn(): Promise<{ browser: OpenIdBrowser; code: string }> {
  const browser = stage.browser();
  const { url } = await browser.signIn("xiaoming", (await browser.go(await addressOf())).url);
  return { browser, code: new URL(url).searchParams.get("code") ?? "" };
}

/** The error that the client gets by redirect, or that the browser is shown. */
const errorOf = ({ url, text }: { url: string; text: string }) =>
  /[?#&]error=(\w+)/.exec(url)?.[1] ?? /<code lang="en">(\w+)/.exec(text)?.[1];

const hintOf = (header: object) =>
  `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${btoa('{"sub":"x","aud":"shop"}')}.AAAA`;

const refusedRequests: [what: string, error: string, asked: Fields, more?: string][] = [
  ["a challenge alone, which means plain", "invalid_request", { code_challenge_method: "" }],
  ["a method alone", "invalid_request", { code_challenge: "" }],
  ["a challenge that is too short", "invalid_request", { code_challenge: "a".repeat(42) }],
  ["a challenge that is too long", "invalid_request", { code_challenge: "a".repeat(129) }],
  ["a padded challenge", "invalid_request", { code_challenge: `${"a".repeat(43)}=` }],
  ["s256 in small letters", "invalid_request", { code_challenge_method: "s256" }],
  ["two methods", "invalid_request", { code_challenge_method: "S256 plain" }],
  ["two challenges", "invalid_request", {}, "&code_challenge=x"],
  [
    "a public client without PKCE",
    "invalid_request",
    { client_id: "app", code_challenge: "", code_challenge_method: "" },
  ],
  ["web_message", "unsupported_response_mode", { response_mode: "web_message" }],
  ["jwt", "unsupported_response_mode", { response_mode: "jwt" }],
  ["a mode in capitals", "unsupported_response_mode", { response_mode: "FRAGMENT" }],
  ["a mode of every object", "unsupported_response_mode", { response_mode: "__proto__" }],
  ["a token at once", "unsupported_response_type", { response_type: "token" }],
  ["an ID token at once", "unsupported_response_type", { response_type: "code id_token" }],
  ["nothing", "unsupported_response_type", { response_type: "none" }],
  ["a request object", "request_not_supported", { request: "eyJhbGciOiJub25lIn0.e30." }],
  ["a request at an address", "request_uri_not_supported", { request_uri: "https://evil.test/request" }],
  ["a pushed request", "request_uri_not_supported", { request_uri: "urn:ietf:params:oauth:request_uri:x" }],
  ["a registration", "registration_not_supported", { registration: "{}" }],
  ["none and login", "invalid_request", { prompt: "none login" }],
  ["NONE", "invalid_request", { prompt: "NONE" }],
  ["a prompt with a tab", "invalid_request", { prompt: "login\t" }],
  ["a prompt that is not offered", "invalid_request", { prompt: "select_account" }],
  ["silently, and freshly", "login_required", { prompt: "none", max_age: "0" }],
  ["an age below nothing", "invalid_request", { max_age: "-1" }],
  ["an age that is no number", "invalid_request", { max_age: "1m" }],
  ["an unsigned hint", "invalid_request", { id_token_hint: hintOf({ alg: "none" }) }],
  ["a hint by a secret", "invalid_request", { id_token_hint: hintOf({ alg: "HS256" }) }],
  ["another's API", "invalid_target", { resource: "https://evil.test" }],
  ["no openid", "invalid_request", { scope: "profile" }],
  ["a client of every object", "invalid_client", { client_id: "__proto__" }],
  ["a client with a NUL", "invalid_client", { client_id: "shop\0" }],
  ["a client in capitals", "invalid_client", { client_id: "SHOP" }],
  ["a client that is a tag", "invalid_client", { client_id: "<script>alert(1)</script>" }],
  ["two clients", "invalid_request", {}, "&client_id=other"],
  ["two addresses", "invalid_request", {}, "&redirect_uri=https://evil.test/"],
  ["two states", "invalid_request", {}, "&state=x"],
  ["two modes", "invalid_request", { response_mode: "fragment" }, "&response_mode=query"],
];

test("a signed-in user gets no code by a request in a wrong form", async () => {
  await set();
  const { browser } = await signedIn();
  for (const [what, error, asked, more] of refusedRequests) {
    const answer = await browser.go(await addressOf(asked, more));
    expect(errorOf(answer), what).toBe(error);
    expect(answer.url, what).not.toMatch(/[?#&]code=/);
    expect([callback, stage.issuer], what).toContain(answer.url.replace(/(?<=callback)[?#].*|\/oidc\/.*/, ""));
    expect(answer.text, what).not.toContain("<script>alert");
  }
});

test("an age of nothing in any form asks for a fresh sign-in", async () => {
  await set();
  const { browser } = await signedIn();
  for (const max_age of ["0", "-0", "0x0", "0.0", "00", " "]) {
    const page = await browser.go(await addressOf({ max_age }));
    expect(page.text, JSON.stringify(max_age)).toContain("<saoma-login");
    const stale = await browser.go(page.url, { method: "POST", headers: { origin: stage.issuer } });
    expect(stale.url, JSON.stringify(max_age)).toBe(page.url);
  }
});

const [scheme, rest] = ["https://", "app.saoma.test/callback"];
const addresses = [
  `${scheme}app.saoma.test%40evil.test/callback`,
  `${scheme}app.saoma.test:@evil.test/callback`,
  `${scheme}@${rest}`,
  `${scheme}app.saoma.test\\@evil.test/callback`,
  `${scheme}evil.test\\.${rest}`,
  `${scheme}app.saoma.test%2fcallback`,
  `${scheme}app.saoma.test%2eevil.test/callback`,
  `${scheme}app.saoma.test:0443/callback`,
  `${scheme}app.saoma.test:/callback`,
  `${scheme}app.saoma.test:443@evil.test/callback`,
  `${scheme}[::1]/callback`,
  `${scheme}[::ffff:127.0.0.1]/callback`,
  `${scheme}2130706433/callback`,
  `${scheme}0x7f.1/callback`,
  `${scheme}app.saoma.test../callback`,
  `${scheme}ap\u00adp.saoma.test/callback`,
  `${scheme}ａpp.saoma.test/callback`,
  `${scheme}app.ſaoma.test/callback`,
  `${scheme}app.saoma.test\t/callback`,
  `${scheme}app.saoma.test\n/callback`,
  `\u0000${callback}`,
  `\ufeff${callback}`,
  `${callback}\u0000`,
  `${callback}\u200b`,
  `${callback}\r\nLocation: https://evil.test`,
  `${callback};x`,
  `${callback}?`,
  `${callback}#`,
  `${callback}&`,
  `${callback}%00`,
  `${callback}%23@evil.test`,
  `${callback}/%2e%2e/evil`,
  `${callback},https://evil.test/`,
  `${callback} https://evil.test/`,
  `["${callback}"]`,
  encodeURIComponent(callback),
  "http:app.saoma.test/callback",
  "https:///app.saoma.test/callback",
  `blob:${callback}`,
  `view-source:${callback}`,
];

test("people are sent to the registered addresses alone, of forty more that look like them, after a sign-out, too", async () => {
  await set();
  const { browser } = await signedIn();
  for (const address of addresses) {
    const answer = await browser.go(await addressOf({ redirect_uri: address }));
    expect([answer.status, errorOf(answer)], JSON.stringify(address)).toEqual([400, "invalid_redirect_uri"]);
    const query = new URLSearchParams({
      client_id: "shop",
      post_logout_redirect_uri: address.replaceAll("callback", "bye"),
    });
    const out = await browser.go(`${stage.issuer}/oidc/logout?${query}`);
    expect([out.status, errorOf(out)], JSON.stringify(address)).toEqual([400, "invalid_request"]);
  }
});

const form = { "content-type": "application/x-www-form-urlencoded" };
const basic = (id: string, own: string) => ({ ...form, authorization: `Basic ${btoa(`${id}:${own}`)}` });

function assertion(alg: string, key: string): Fields {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: "shop", sub: "shop", aud: stage.issuer, jti: "1", iat: now, exp: now + 60 };
  const signed = `${part({ alg })}.${part(claims)}`;
  const signature = key === "" ? "" : createHmac("sha256", key).update(signed).digest("base64url");
  return {
    client_id: "shop",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: `${signed}.${signature}`,
  };
}

test("a code is traded by its own client alone, in the one form that there is, once", async () => {
  await set();
  const { code } = await signedIn();
  const { keys } = (await (await fetch(`${stage.issuer}/.well-known/jwks.json`)).json()) as { keys: object[] };
  const challenge = await client.calculatePKCECodeChallenge(verifier);
  const own = { client_id: "shop", client_secret: secret };
  const fields = { grant_type: "authorization_code", code, redirect_uri: callback, code_verifier: verifier };
  const filled = (more: Fields, then = "") => `${new URLSearchParams({ ...fields, ...more })}${then}`;
  const refused: [what: string, error: string, body: string, headers?: Fields, query?: string][] = [
    [
      "another client in the body than in the header",
      "invalid_request",
      filled({ client_id: "other" }),
      basic("shop", secret),
    ],
    ["another client in the header than in the body", "invalid_request", filled(own), basic("other", otherSecret)],
    ["the secret twice", "invalid_request", filled(own), basic("shop", secret)],
    ["no secret", "invalid_client", filled({ client_id: "shop" })],
    ["an empty secret", "invalid_request", filled({}), basic("shop", "")],
    ["a secret and a NUL", "invalid_request", filled({}), basic("shop", `${secret}\0`)],
    ["the secret as a bearer", "invalid_request", filled({}), { ...form, authorization: `Bearer ${secret}` }],
    ["the secret in the address", "invalid_request", filled({}), form, `?${new URLSearchParams(own)}`],
    ["all in the address", "invalid_request", "", form, `?${filled(own)}`],
    ["JSON", "invalid_request", JSON.stringify({ ...fields, ...own }), { "content-type": "application/json" }],
    ["plain text", "invalid_request", filled(own), { "content-type": "text/plain" }],
    ["a form of parts", "invalid_request", filled(own), { "content-type": "multipart/form-data; boundary=x" }],
    ...["code", "client_id", "client_secret", "code_verifier", "redirect_uri", "grant_type"].map(
      (name): [string, string, string] => [`two of ${name}`, "invalid_request", filled(own, `&${name}=x`)],
    ),
    ["a list", "invalid_request", filled({ ...own, code: "" }, `&code[]=${code}`)],
    ["a huge body", "invalid_request", filled({ ...own, more: "x".repeat(200_000) })],
    ["no verifier", "invalid_grant", filled({ ...own, code_verifier: "" })],
    ["a short verifier", "invalid_request", filled({ ...own, code_verifier: verifier.slice(0, 42) })],
    ["the challenge as the verifier", "invalid_grant", filled({ ...own, code_verifier: challenge })],
    ["a padded code", "invalid_grant", filled({ ...own, code: `${code}=` })],
    ["a code in capitals", "invalid_grant", filled({ ...own, code: code.toUpperCase() })],
    ["a NUL for a code", "invalid_grant", filled({ ...own, code: "\0" })],
    ["an unsigned assertion", "invalid_client", filled(assertion("none", ""))],
    ["an assertion by the secret", "invalid_client", filled(assertion("HS256", secret))],
    ["an assertion by the public key", "invalid_client", filled(assertion("HS256", JSON.stringify(keys[0])))],
    ["a client of every object", "invalid_client", filled({ client_id: "__proto__", client_secret: "x" })],
    ["a public client", "invalid_grant", filled({ client_id: "app" })],
    ["a public client with a secret", "invalid_client", filled({ client_id: "app", client_secret: secret })],
    ...["client_credentials", "password", "implicit", "__proto__"].map((grant_type): [string, string, string] => [
      `the grant ${grant_type}`,
      "unsupported_grant_type",
      filled({ ...own, grant_type }),
    ]),
    [
      "a code as a refresh token",
      "invalid_request",
      filled({ ...own, grant_type: "refresh_token", refresh_token: code }),
    ],
  ];
  const trade = (body: string, headers: Fields = form, query = "") =>
    fetch(`${stage.issuer}/oidc/token${query}`, { method: "POST", headers: { ...headers }, body });
  for (const [what, error, body, headers, query] of refused) {
    const answer = await trade(body, headers, query);
    expect(await answer.json(), what).toMatchObject({ error });
  }
  for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
    expect((await fetch(`${stage.issuer}/oidc/token?${filled(own)}`, { method })).status, method).toBe(404);

  const answer = await trade(filled({}), basic("shop", secret));
  const { access_token: token = "" } = (await answer.json()) as { access_token?: string };
  const shown: [what: string, status: number, query: string, init?: RequestInit][] = [
    ["in the address", 400, `?access_token=${token}`],
    ["twice", 400, `?access_token=${token}`, { headers: { authorization: `Bearer ${token}` } }],
    ["as Basic", 400, "", { headers: { authorization: `Basic ${token}` } }],
    ["as DPoP", 400, "", { headers: { authorization: `DPoP ${token}` } }],
    ["two in a form", 400, "", { method: "POST", headers: form, body: `access_token=${token}&access_token=x` }],
    [
      "from another site's page",
      400,
      "",
      { headers: { authorization: `Bearer ${token}`, origin: "https://evil.test" } },
    ],
    ["from a page without an origin", 400, "", { headers: { authorization: `Bearer ${token}`, origin: "null" } }],
    ["in the header", 200, "", { headers: { authorization: `Bearer ${token}` } }],
  ];
  for (const [what, status, query, init] of shown) {
    const told = await fetch(`${stage.issuer}/oidc/userinfo${query}`, init);
    expect([told.status, "sub" in ((await told.json()) as object)], what).toEqual([status, status === 200]);
  }
});

test("`claims` adds nothing to the scopes", async () => {
  await set();
  const { browser } = await signedIn();
  await stage.stage.rows("update accounts set phone = '+8613800138000'");
  const wanted = { phone_number: { essential: true }, email: null, wechat_openid: null };
  const claims = JSON.stringify({ id_token: wanted, userinfo: wanted });
  const back = new URL((await browser.go(await addressOf({ claims }))).url);
  const answer = await fetch(`${stage.issuer}/oidc/token`, {
    method: "POST",
    headers: basic("shop", secret),
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: back.searchParams.get("code") ?? "",
      redirect_uri: callback,
      code_verifier: verifier,
    }),
  });
  const { id_token: token = "" } = (await answer.json()) as { id_token?: string };
  const told = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;
  expect(Object.keys(told).toSorted()).toEqual(["amr", "aud", "auth_time", "exp", "iat", "iss", "sid", "sub"]);
});

test("a form for the client is written without what the state says", async () => {
  await set();
  const { browser } = await signedIn();
  const state = `"><script>alert(1)</script>`;
  for (const more of [{}, { prompt: "none", max_age: "0" }] as Fields[]) {
    const { text } = await browser.go(await addressOf({ response_mode: "form_post", state, ...more }));
    expect(text).toContain(`action="${callback}"`);
    expect(text).not.toContain("<script>alert");
  }
});

/** A request whose target and headers no library corrects. */
const raw = (path: string, headers: Fields) =>
  new Promise<{ status: number | undefined; said: string }>((resolve, reject) => {
    const { hostname, port } = new URL(stage.issuer);
    const asked = open({ hostname, port, path, headers }, async (response) => {
      let text = "";
      for await (const part of response) text += String(part);
      resolve({ status: response.statusCode, said: `${JSON.stringify(response.headers)}${text}` });
    });
    asked.on("error", reject).end();
  });

test("no `Host` and no header of a proxy is repeated, where it is not trusted", async () => {
  await set();
  const { pathname, search } = new URL(await addressOf({ prompt: "consent" }));
  const told = {
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "ftp",
    "x-forwarded-port": "1",
    "x-forwarded-prefix": "/evil.test",
    "x-original-url": "/evil.test",
    "x-http-method-override": "POST",
    forwarded: "host=evil.test;proto=ftp",
  };
  for (const host of ["evil.test", "evil.test:80@127.0.0.1", "[::1]", "127.0.0.1", ""]) {
    const page = await raw(`${pathname}${search}`, { ...told, host });
    expect(page.status, host).toBe(303);
    expect(page.said, host).toContain('"location":"/sign-in/');
    expect(page.said, host).not.toMatch(/evil|ftp/);
  }
  for (const path of [`http://evil.test${pathname}${search}`, `//evil.test${pathname}`, `/\\evil.test${pathname}`]) {
    const { status = 0, said } = await raw(path, told);
    expect(status, path).toBeGreaterThanOrEqual(400);
    expect(said, path).not.toMatch(/"location"|evil/);
  }
});

test("nothing is at paths that resemble the provider's", async () => {
  await set();
  const { browser } = await signedIn();
  const { search } = new URL(await addressOf());
  for (const path of [
    "/oidc/Logout",
    "/oidc/logout/",
    "/oidc/logout/x",
    "/oidc/%61uthorize",
    "/oidc//authorize",
    "/oidc/authorize;x",
    "/oidc/authorize/x/abort",
    "/oidc/reg",
    "/oidc/par",
    "/oidc/device",
    "/session/end",
    "/session/end/confirm",
    "/interaction/x",
    "/.well-known/oauth-authorization-server",
  ]) {
    const { status, url } = await browser.go(`${stage.issuer}${path}${search}`);
    expect([status, new URL(url).origin], path).toEqual([404, stage.issuer]);
  }
});
