import * as client from "openid-client";
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const other = { id: "other", name: "别家", confirm: "never" as const };
const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
const shop = { id: "shop", name: "青禾茶铺", confirm: "never" as const, openid: { redirectUris: [callback], secret } };
const often = { times: 100_000, per: "1m" } as const;

/** Two clients, each with a secret of its own. */
const set = async ({ refresh = false } = {}) => {
  const openid = { redirectUris: [callback], secret: otherSecret };
  const applications = [
    { ...shop, openid: { ...shop.openid, refresh } },
    { ...other, openid },
  ];
  stage = await setOpenIdStage({}, { applications, limits: { attemptsPerAddress: often } });
};

const verifier = client.randomPKCECodeVerifier();

async function authorizeUrl(more: Record<string, string> = {}): Promise<string> {
  const url = new URL(`${stage.issuer}/oidc/authorize`);
  const params = {
    client_id: "shop",
    response_type: "code",
    scope: "openid",
    redirect_uri: callback,
    state: "state",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url.href;
}

async function signedIn(application = "shop"): Promise<{ browser: OpenIdBrowser; code: string }> {
  const browser = stage.browser();
  const page = await browser.go(await authorizeUrl({ client_id: application }));
  const back = await browser.signIn("xiaoming", page.url, application);
  return { browser, code: new URL(back.url).searchParams.get("code") ?? "" };
}

async function token(code: string, more: Record<string, string> = {}) {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: callback,
    code_verifier: verifier,
    client_id: "shop",
    client_secret: secret,
    ...more,
  });
  const response = await fetch(`${stage.issuer}/oidc/token`, { method: "POST", body });
  return {
    status: response.status,
    ...((await response.json()) as { access_token?: string; id_token?: string; error?: string }),
  };
}

const userInfo = (bearer: string) =>
  fetch(`${stage.issuer}/oidc/userinfo`, { headers: { authorization: `Bearer ${bearer}` } });

test.each([false, true])(
  "of 64 exchanges of one code at once one gets tokens; a later exchange fails and revokes them; refresh: %s",
  async (refresh) => {
    await set({ refresh });
    const { code } = await signedIn();
    const answers = await Promise.all(Array.from({ length: 64 }, () => token(code)));
    const [won, ...more] = answers.filter(({ status }) => status === 200);
    expect(won).toMatchObject({ access_token: expect.any(String) });
    expect(more).toEqual([]);
    const lost = answers.filter(({ status }) => status !== 200);
    expect(new Set(lost.map(({ status, error }) => `${status} ${error}`))).toEqual(new Set(["400 invalid_grant"]));
    expect(await token(code)).toMatchObject({ status: 400, error: "invalid_grant" });
    expect((await userInfo(won?.access_token ?? "")).status).toBe(401);
  },
);

test("another client's code, secret, verifier or address is nothing", async () => {
  await set();
  const { code } = await signedIn();
  const asOther = { client_id: "other", client_secret: otherSecret };
  expect(await token(code, asOther)).toMatchObject({ status: 400, error: "invalid_grant" });
  expect(await token(code, { client_secret: otherSecret })).toMatchObject({ status: 401, error: "invalid_client" });
  expect(await token(code, { client_secret: "" })).toMatchObject({ error: "invalid_client" });
  const wrongVerifier = client.randomPKCECodeVerifier();
  expect(await token(code, { code_verifier: wrongVerifier })).toMatchObject({ status: 400, error: "invalid_grant" });
  expect(await token(code, { redirect_uri: `${callback}/` })).toMatchObject({ status: 400, error: "invalid_grant" });
  expect(await token(code)).toMatchObject({ status: 200 });
});

test("a code that was asked for with PKCE is not traded without it", async () => {
  await set();
  const { code } = await signedIn();
  expect(await token(code, { code_verifier: "" })).toMatchObject({ status: 400 });
  const plain = await stage.browser().go(await authorizeUrl({ code_challenge_method: "plain" }));
  expect(plain.url).toContain("error=invalid_request");
});

test("a verifier is nothing for a code that was asked for without a challenge", async () => {
  await set();
  const url = new URL(await authorizeUrl());
  url.searchParams.delete("code_challenge");
  url.searchParams.delete("code_challenge_method");
  const browser = stage.browser();
  const back = await browser.signIn("xiaoming", (await browser.go(url.href)).url);
  const code = new URL(back.url).searchParams.get("code") ?? "";
  expect(code).not.toBe("");
  expect(await token(code)).toMatchObject({ status: 400, error: "invalid_grant" });
});

const addresses = [
  `${callback}/`,
  `${callback}?x=1`,
  `${callback}#x`,
  `${callback}/../callback`,
  `${callback}%2f`,
  `${callback}\\`,
  `${callback}\t`,
  `${callback} `,
  ` ${callback}`,
  callback.toUpperCase(),
  callback.replace("https:", "http:"),
  callback.replace("https:", "HTTPS:"),
  callback.replace("app.", "App."),
  callback.replace("/callback", "/Callback"),
  callback.replace("/callback", "//callback"),
  callback.replace("/callback", "/./callback"),
  callback.replace("/callback", "/%63allback"),
  callback.replace("/callback", ":443/callback"),
  callback.replace("/callback", ":8443/callback"),
  callback.replace("/callback", "./callback"),
  callback.replace("https://", "https://evil.test@"),
  callback.replace("https://", "https://user:pass@"),
  callback.replace("https://", "//"),
  callback.replace("https://", "https:/"),
  callback.replace("https://", "https:\\\\"),
  callback.replace("app.saoma.test", "app.saoma.test.evil.test"),
  callback.replace("app.saoma.test", "evil.test/app.saoma.test"),
  callback.replace("app.saoma.test", "evil.test#app.saoma.test"),
  callback.replace("app.saoma.test", "evil.test?app.saoma.test"),
  callback.replace("app.saoma.test", "evil.test\\app.saoma.test"),
  callback.replace("app.saoma.test", "app。saoma.test"),
  callback.replace("app.saoma.test", "xn--app-saoma.test"),
  "https://evil.test/callback",
  "javascript:alert(1)",
  "data:text/html,x",
  "app.saoma:/callback",
  "/callback",
  "callback",
  "https://",
  "*",
];

test("people are sent back to the registered address alone, of forty that look like it", async () => {
  await set();
  expect(addresses.length).toBeGreaterThanOrEqual(40);
  const { browser } = await signedIn();
  for (const address of addresses) {
    const { url, status, text } = await browser.go(await authorizeUrl({ redirect_uri: address }));
    expect([new URL(url).origin, status], address).toEqual([stage.issuer, 400]);
    expect(text).toContain("无法登录");
  }
});

test("tokens of one kind are nothing as another", async () => {
  await set();
  const { browser, code } = await signedIn();
  const { access_token = "", id_token = "" } = await token(code);
  expect((await userInfo(access_token)).status).toBe(200);
  expect((await userInfo(id_token)).status).toBe(401);
  expect((await userInfo(code)).status).toBe(401);
  const session = browser.cookies.find(({ name }) => name === "saoma_session_shop")?.value ?? "";
  expect((await userInfo(session)).status).toBe(401);
  for (const bearer of [access_token, id_token]) {
    const asked = await fetch(`${stage.issuer}/v1/session`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(asked.status).toBe(401);
  }
});

test("a session of one application signs nobody in to another", async () => {
  await set();
  const { browser } = await signedIn("shop");
  const page = await browser.go(await authorizeUrl({ client_id: "other" }));
  expect(page.url).toContain("/sign-in/");
  const posted = await browser.go(page.url, { method: "POST", headers: { origin: stage.issuer } });
  expect(posted.url).toBe(page.url);
});

test("a session's id in the provider's cookie signs nobody in", async () => {
  await set();
  const { browser, code } = await signedIn();
  const { id_token = "" } = await token(code);
  const { sid } = JSON.parse(Buffer.from(id_token.split(".")[1] ?? "", "base64url").toString()) as { sid: string };
  expect(browser.cookies.some(({ value }) => value === sid)).toBe(false);
  const url = await authorizeUrl({ prompt: "none" });
  for (const name of ["saoma_openid_session", " saoma_openid_session", "_session"]) {
    const forged = await fetch(url, { headers: { cookie: `${name}=${sid}` }, redirect: "manual" });
    expect(forged.headers.get("location")).toContain("error=login_required");
  }
});

test("a sign-in page is its own browser's: another one, and another site's page, cannot go on with it", async () => {
  await set();
  const browser = stage.browser();
  const page = await browser.go(await authorizeUrl());
  expect((await stage.browser().go(page.url)).status).toBe(400);
  const elsewhere = await stage.browser().signIn("xiaohong", page.url);
  expect(elsewhere.status).toBe(400);
  for (const origin of ["https://evil.test", "null", ""]) {
    const posted = await browser.go(page.url, { method: "POST", headers: { origin } });
    expect(posted.status).toBe(403);
  }
});

test.each([
  ["prompt=login", { prompt: "login" }, 0, "with"],
  ["prompt=login", { prompt: "login" }, 300_000, "with"],
  ["prompt=login", { prompt: "login" }, 300_000, "without"],
  ["max_age=60", { max_age: "60" }, 300_000, "with"],
  ["max_age=60", { max_age: "60" }, 300_000, "without"],
])(
  "a user with a session does not pass %s by a cancel in between: %o, %i ms old, begun %s its cookie",
  async (_, asked: Record<string, string>, age, cookie) => {
    await set();
    const { clock } = stage.stage;
    clock.set(clock.now() - age);
    const { browser } = await signedIn();
    clock.set(clock.now() + age);
    const session = `saoma_session_shop=${browser.cookies.find(({ name }) => name === "saoma_session_shop")?.value}`;
    const first = cookie === "with" ? session : "";
    const begun = await fetch(await authorizeUrl(asked), { headers: { cookie: first }, redirect: "manual" });
    const page = new URL(begun.headers.get("location") ?? "", stage.issuer);
    const headers = {
      origin: stage.issuer,
      cookie: `${session}; saoma_interaction=${page.pathname.split("/").at(-1)}`,
    };
    const post = async (body: Record<string, string>) => {
      const answer = await fetch(page, {
        method: "POST",
        headers,
        body: new URLSearchParams(body),
        redirect: "manual",
      });
      return answer.headers.get("location");
    };
    expect(await post({})).toBe(page.pathname);
    expect(await post({ cancel: "1" })).toContain("/oidc/authorize/");
    expect(await post({})).toBe(page.pathname);
  },
);

test("the page can be neither framed nor cached", async () => {
  await set();
  const { headers } = await stage.browser().go(await authorizeUrl());
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("content-security-policy")).toContain("form-action 'self' https:;");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("what an application is called cannot write the page", async () => {
  const name = `<img src=x onerror=alert(1)>"'&`;
  stage = await setOpenIdStage({}, { applications: [{ ...shop, name }] });
  const { text } = await stage.browser().go(await authorizeUrl());
  expect(text).not.toContain("<img src=x");
  expect(text).toContain("&lt;img");
});

test("no header of a request changes where the provider is", async () => {
  await set();
  const { hostname, port } = new URL(stage.issuer);
  const { request } = await import("node:http");
  const body = await new Promise<string>((resolve) => {
    const headers = { host: "evil.test", "x-forwarded-host": "evil.test", "x-forwarded-proto": "https" };
    request({ hostname, port, path: "/.well-known/openid-configuration", headers }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve(text));
    }).end();
  });
  expect(body).toContain(`"issuer":"${stage.issuer}"`);
  expect(body).toContain(`"token_endpoint":"${stage.issuer}/oidc/token"`);
  expect(body).not.toContain("evil.test");
});

test("neither a code nor a token nor a secret is kept or logged", async () => {
  await set();
  const { code } = await signedIn();
  const open = await signedIn();
  const { access_token = "", id_token = "" } = await token(code);
  const stored = await stage.stage.stored();
  expect(stored).toContain("AuthorizationCode");
  for (const text of [code, open.code, access_token, id_token, secret]) {
    expect(text.length).toBeGreaterThan(20);
    expect(stored).not.toContain(text);
    expect(stage.stage.lines.join("\n")).not.toContain(text);
  }
});

test("a client with too many requests has to wait", async () => {
  stage = await setOpenIdStage({}, { applications: [shop], limits: { attemptsPerAddress: { times: 3, per: "1m" } } });
  const url = await authorizeUrl();
  const statuses: number[] = [];
  for (let n = 0; n < 5; n++) statuses.push((await fetch(url, { redirect: "manual" })).status);
  expect(statuses).toEqual([303, 303, 303, 429, 429]);
  for (const path of ["/oidc/authorize/", "/oidc/Authorize", "/oidc/AUTHORIZE/"])
    expect((await fetch(url.replace("/oidc/authorize", path), { redirect: "manual" })).status).toBe(429);
});
