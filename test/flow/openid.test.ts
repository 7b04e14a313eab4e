import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as client from "openid-client";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover as discoverAt, finish, type Site, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const discover = (auth?: ReturnType<typeof client.None>) => discoverAt(stage, auth ? { auth } : {});

const signIn = (person = "xiaoming", site?: Site, browser?: OpenIdBrowser) => signInAt(stage, person, site, browser);

test("openid-client, unmodified, signs a person in, and gets their claims", async () => {
  stage = await setOpenIdStage({ wechat: ["openid"] });
  const { site, tokens, browser } = await signIn();
  const claims = tokens.claims();
  expect(claims).toMatchObject({ iss: stage.issuer, aud: "shop", name: expect.any(String) });
  expect(claims?.preferred_username).toMatch(/^wechat-[0-9a-f]{24}$/);
  expect(claims?.email).toBe(`${String(claims?.preferred_username).slice(7)}@wechat.invalid`);
  expect(claims).not.toHaveProperty("email_verified");
  expect(claims?.wechat_openid).toMatch(/^o/);
  expect(claims?.sub).not.toContain(String(claims?.wechat_openid));
  const told = await client.fetchUserInfo(site, tokens.access_token, claims?.sub ?? "");
  expect(told).toMatchObject({ sub: claims?.sub, name: claims?.name, email: claims?.email });
  expect(browser.cookies.map(({ name }) => name).sort()).toEqual(expect.not.arrayContaining(["saoma_openid_session"]));
});

test("a signed-in user is redirected at once, and `prompt=none` answers by the session", async () => {
  stage = await setOpenIdStage();
  const site = await discover();
  const stranger = await stage.browser().go((await begin(site, { prompt: "none" })).url.href);
  expect(stranger.url).toContain("error=login_required");
  const { browser, tokens } = await signIn("xiaoming", site);
  const silent = await begin(site, { prompt: "none" });
  const again = await finish(site, silent, (await browser.go(silent.url.href)).url);
  expect(again.claims()?.sub).toBe(tokens.claims()?.sub);
});

test("`prompt=login` wants a fresh sign-in", async () => {
  stage = await setOpenIdStage();
  const { site, browser } = await signIn();
  const begun = await begin(site, { prompt: "login" });
  const page = await browser.go(begun.url.href);
  expect(page.text).toContain("<saoma-login");
  const stale = await browser.go(page.url, { method: "POST", headers: { origin: stage.issuer } });
  expect(stale.url).toBe(page.url);
  const back = await browser.signIn("xiaoming", page.url);
  expect((await finish(site, begun, back.url)).claims()?.sub).toBeDefined();
});

test("another person in the same browser is another account", async () => {
  stage = await setOpenIdStage();
  const { site, browser, tokens } = await signIn();
  const begun = await begin(site, { prompt: "login" });
  const back = await browser.signIn("xiaohong", (await browser.go(begun.url.href)).url);
  const other = await finish(site, begun, back.url);
  expect(other.claims()?.sub).not.toBe(tokens.claims()?.sub);
});

test("a sign-out ends it: no code, no token and no answer outlives the session", async () => {
  stage = await setOpenIdStage();
  const { site, browser, tokens } = await signIn();
  const begun = await begin(site);
  const back = await browser.go(begun.url.href);
  const signedOut = await browser.go(`${stage.issuer}/v1/session`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });
  expect(signedOut.status).toBe(204);
  await expect(finish(site, begun, back.url)).rejects.toMatchObject({ error: "invalid_grant" });
  await expect(client.fetchUserInfo(site, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
  const silent = await browser.go((await begin(site, { prompt: "none" })).url.href);
  expect(silent.url).toContain("error=login_required");
});

test("a public client needs PKCE, and needs no secret", async () => {
  stage = await setOpenIdStage({ secret: "" });
  const site = await discover(client.None());
  const { tokens } = await signIn("xiaoming", site);
  expect(tokens.claims()?.aud).toBe("shop");
  const { url } = await begin(site);
  url.searchParams.delete("code_challenge");
  url.searchParams.delete("code_challenge_method");
  expect((await stage.browser().go(url.href)).url).toContain("error=invalid_request");
});

test("two secrets are good while one is changed, and no other", async () => {
  const next = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
  stage = await setOpenIdStage({ secret: `${secret} ${next}` });
  for (const own of [secret, next]) {
    const { tokens } = await signInAt(stage, "xiaoming", await discoverAt(stage, { own }));
    expect(tokens.claims()?.aud).toBe("shop");
  }
  for (const own of [`${secret} ${next}`, `${next}1`, secret.toLowerCase()])
    await expect(signInAt(stage, "xiaoming", await discoverAt(stage, { own }))).rejects.toMatchObject({
      error: "invalid_client",
    });
});

test("no e-mail address is in the claims if the operator says so", async () => {
  stage = await setOpenIdStage({ email: "none" });
  const { tokens } = await signIn();
  expect(tokens.claims()).not.toHaveProperty("email");
});

test("the page of an application that newcomers may enter asks for no invitation", async () => {
  stage = await setOpenIdStage();
  const page = await stage.browser().go((await begin(await discover())).url.href);
  expect(page.text).toMatch(/<saoma-login[^>]* auto>/);
});

test("the person may go back without signing in", async () => {
  stage = await setOpenIdStage();
  const site = await discover();
  const begun = await begin(site);
  const browser = stage.browser();
  const page = await browser.go(begun.url.href);
  const back = await browser.go(page.url, {
    method: "POST",
    body: new URLSearchParams({ cancel: "1" }),
    headers: { origin: stage.issuer },
  });
  await expect(finish(site, begun, back.url)).rejects.toMatchObject({ error: "access_denied" });
});

/** A site whose parser has read the body of a form before the service gets the request, like `express.urlencoded`. */
async function setParser(keep: (read: string) => unknown): Promise<string> {
  const { node } = stage.stage.saoma;
  const server = createServer(async (request, response) => {
    Object.assign(request, { body: keep(await text(request)) });
    await node(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("behind a body parser a user who goes back is not signed in, and a form that is lost counts as none", async () => {
  stage = await setOpenIdStage();
  const { site, browser } = await signIn();
  const fields = (read: string) => Object.fromEntries(new URLSearchParams(read));
  for (const keep of [fields, String, Buffer.from, () => undefined]) {
    const behind = await setParser(keep);
    const begun = await begin(site, { prompt: "consent" });
    const { pathname } = new URL((await browser.go(begun.url.href)).url);
    const back = await browser.go(`${behind}${pathname}`, {
      method: "POST",
      body: new URLSearchParams({ cancel: "1" }),
      headers: { origin: stage.issuer },
    });
    if (keep("") === undefined) expect([back.status, back.url]).toEqual([503, `${behind}${pathname}`]);
    else await expect(finish(site, begun, back.url)).rejects.toMatchObject({ error: "access_denied" });
  }
});

test("a new key of ID tokens is published beside the old one, and each ring is rotated alone", async () => {
  stage = await setOpenIdStage();
  const { tokens } = await signIn();
  expect(tokens.claims()).toBeDefined();
  const published = async () => {
    const answer = await fetch(`${stage.issuer}/.well-known/jwks.json`);
    const { keys } = (await answer.json()) as { keys: { alg: string; kid: string }[] };
    expect(keys.every((key) => !("d" in key))).toBe(true);
    return keys.map(({ alg }) => alg).toSorted();
  };
  const [ours = ""] = (await published()).filter((alg) => alg !== "RS256");
  const kid = await stage.stage.saoma.rotateKeys({ of: "id-tokens" });
  expect(await published()).toEqual([ours, "RS256", "RS256"]);
  await stage.stage.saoma.rotateKeys();
  expect(await published()).toEqual([ours, ours, "RS256", "RS256"]);
  const audited = await stage.stage.saoma.operator.latestAudit({ action: "keys.rotated" }, 999, 9);
  expect(audited.map(({ target }) => target)).toContain(kid);
});

test("`fetch` alone says in words that it cannot", async () => {
  stage = await setOpenIdStage();
  for (const path of ["/oidc/authorize", "/sign-in/x", "/.well-known/openid-configuration"]) {
    const response = await stage.stage.saoma.fetch(new Request(`${stage.issuer}${path}`));
    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({ code: "needs_node" });
  }
});

const logoutUri = "https://app.saoma.test/bye";

test("a client signs its person out with the ID token it has, and has them back", async () => {
  stage = await setOpenIdStage({ logoutUris: [logoutUri] });
  const { site, browser, tokens } = await signIn();
  const url = client.buildEndSessionUrl(site, {
    id_token_hint: tokens.id_token ?? "",
    post_logout_redirect_uri: logoutUri,
    state: "s1",
  });
  expect((await browser.go(url.href)).url).toBe(`${logoutUri}?state=s1`);
  await expect(client.fetchUserInfo(site, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
  const silent = await browser.go((await begin(site, { prompt: "none" })).url.href);
  expect(silent.url).toContain("error=login_required");
});

test("without the session's own ID token the person is asked before they are signed out", async () => {
  stage = await setOpenIdStage({ logoutUris: [logoutUri] });
  const { site, browser, tokens } = await signIn();
  const { tokens: others } = await signIn("xiaohong", site);
  for (const hint of [undefined, others.id_token]) {
    const query = new URLSearchParams({ client_id: "shop", ...(hint ? { id_token_hint: hint } : {}) });
    const { text } = await browser.go(`${stage.issuer}/oidc/logout?${query}`);
    expect(text).toContain("退出登录");
    const english = await browser.go(`${stage.issuer}/oidc/logout?${query}&ui_locales=en`);
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).toContain("Sign out</button>");
    await client.fetchUserInfo(site, tokens.access_token, client.skipSubjectCheck);
  }
  const agreed = { method: "POST", body: new URLSearchParams({ client_id: "shop", agreed: "1" }) };
  await browser.go(`${stage.issuer}/oidc/logout`, { ...agreed, headers: { origin: "https://evil.test" } });
  await client.fetchUserInfo(site, tokens.access_token, client.skipSubjectCheck);
  const done = await browser.go(`${stage.issuer}/oidc/logout`, { ...agreed, headers: { origin: stage.issuer } });
  expect(done.text).toContain("已退出");
  await expect(client.fetchUserInfo(site, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
});

test("a sign-out leads to a registered address alone", async () => {
  stage = await setOpenIdStage({ logoutUris: [logoutUri] });
  const { browser, tokens } = await signIn();
  for (const address of ["https://evil.test/", `${logoutUri}/`, `${logoutUri}?x`, callback, "//evil.test"]) {
    const query = new URLSearchParams({ id_token_hint: tokens.id_token ?? "", post_logout_redirect_uri: address });
    expect((await browser.go(`${stage.issuer}/oidc/logout?${query}`)).status, address).toBe(400);
  }
  const forged = `${tokens.id_token?.slice(0, -8)}AAAAAAAA`;
  const query = new URLSearchParams({ id_token_hint: forged, post_logout_redirect_uri: logoutUri });
  expect((await browser.go(`${stage.issuer}/oidc/logout?${query}`)).status).toBe(400);
});

test("one browser is one person at one site and another at another; each is switched and signed out by itself", async () => {
  const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
  const named = { name: "青禾", confirm: "never" as const };
  const applications = [
    { ...named, id: "shop", openid: { redirectUris: [callback], secret } },
    { ...named, id: "forum", openid: { redirectUris: [callback], secret: otherSecret } },
  ];
  stage = await setOpenIdStage({}, { applications });
  const shop = await discover();
  const forum = await discoverAt(stage, { id: "forum", own: otherSecret });
  const browser = stage.browser();
  const at = async (site: Site, person: string, application: string, more = {}) => {
    const begun = await begin(site, more);
    const page = await browser.go(begun.url.href);
    return finish(site, begun, (await browser.signIn(person, page.url, application)).url);
  };
  const silently = async (site: Site) => {
    const begun = await begin(site, { prompt: "none" });
    return (await finish(site, begun, (await browser.go(begun.url.href)).url)).claims()?.sub;
  };
  const ming = (await at(shop, "xiaoming", "shop")).claims()?.sub;
  const hong = (await at(forum, "xiaohong", "forum")).claims()?.sub;
  expect(ming).not.toBe(hong);
  expect([await silently(shop), await silently(forum)]).toEqual([ming, hong]);
  const fei = (await at(forum, "afei", "forum", { prompt: "login" })).claims()?.sub;
  expect(new Set([ming, hong, fei]).size).toBe(3);
  expect([await silently(shop), await silently(forum)]).toEqual([ming, fei]);
  await browser.go(`${stage.issuer}/v1/session?application=shop`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });
  await expect(silently(shop)).rejects.toMatchObject({ error: "login_required" });
  expect(await silently(forum)).toBe(fei);
});

test("`max_age` requires a fresh sign-in of a user whose session is older", async () => {
  const hour = 3_600_000;
  stage = await setOpenIdStage({}, {}, Date.now() - 2 * hour);
  const { site, browser } = await signIn();
  const young = await browser.go((await begin(site, { max_age: "10000" })).url.href);
  expect(young.url).toContain("code=");
  const page = await browser.go((await begin(site, { max_age: "3600" })).url.href);
  expect(page.url).toContain("/sign-in/");
  const stale = await browser.go(page.url, { method: "POST", headers: { origin: stage.issuer } });
  expect(stale.url).toBe(page.url);
  expect((await browser.signIn("xiaoming", page.url)).url).toContain("code=");
});

test("`prompt=consent` shows the page to a signed-in user, and continues after the button", async () => {
  stage = await setOpenIdStage();
  const { site, browser, tokens } = await signIn();
  const begun = await begin(site, { prompt: "consent" });
  const page = await browser.go(begun.url.href);
  expect(page.text).toContain("<button>");
  expect(page.text).not.toContain("<saoma-login");
  const back = await browser.go(page.url, { method: "POST", headers: { origin: stage.issuer } });
  expect((await finish(site, begun, back.url)).claims()?.sub).toBe(tokens.claims()?.sub);
});

test("an id_token_hint of another person requires that person, and the current user does not count", async () => {
  stage = await setOpenIdStage();
  const { site, tokens } = await signIn("xiaohong");
  const { browser } = await signIn("xiaoming", site);
  const hint = { prompt: "none", id_token_hint: tokens.id_token ?? "" };
  expect((await browser.go((await begin(site, hint)).url.href)).url).toContain("error=login_required");
});

test("where the database is away, the answer is a page in words", async () => {
  stage = await setOpenIdStage();
  const { site, browser } = await signIn();
  const { url } = await begin(site);
  await stage.stage.saoma.close();
  const answer = await browser.go(url.href);
  expect([answer.status, answer.text]).toEqual([503, expect.stringContaining("无法登录")]);
});

test("`response_mode=form_post`, as ASP.NET asks, is posted to the client by a script that the policy names", async () => {
  stage = await setOpenIdStage();
  const { site, browser } = await signIn();
  const begun = await begin(site, { response_mode: "form_post" });
  const { text, headers } = await browser.go(begun.url.href);
  expect(text).toContain(`<form method="post" action="${callback}">`);
  expect(headers.get("content-security-policy")).toMatch(/script-src 'self' 'sha256-[^']+'/);
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  const code = /name="code" value="([^"]+)"/.exec(text)?.[1] ?? "";
  const back = new URL(callback);
  for (const [name, value] of [
    ["code", code],
    ["state", begun.checks.expectedState],
    ["iss", stage.issuer],
  ] as const)
    back.searchParams.set(name, value);
  expect((await finish(site, begun, back.href)).claims()?.sub).toBeDefined();
});

test("a client may post its authorization request, and a signed-in user is redirected, as by a link", async () => {
  stage = await setOpenIdStage();
  const { site, browser, tokens } = await signIn();
  const post = (url: URL, type = "application/x-www-form-urlencoded") =>
    browser.go(`${stage.issuer}/oidc/authorize`, {
      method: "POST",
      body: url.searchParams.toString(),
      headers: { origin: "https://app.saoma.test", "content-type": type },
    });
  const begun = await begin(site, { prompt: "none" });
  expect((await finish(site, begun, (await post(begun.url)).url)).claims()?.sub).toBe(tokens.claims()?.sub);
  expect((await post(begun.url, "text/plain")).status).toBe(400);
  begun.url.searchParams.set("claims", "x".repeat(7_000));
  const { status, text } = await post(begun.url);
  expect([status, text]).toEqual([400, expect.stringContaining("the request is too long")]);
});

test("a post is answered by a redirect: a browser brings its cookies to that, and not to another site's post", async () => {
  stage = await setOpenIdStage();
  const { url } = await begin(await discover());
  const asked = { method: "POST", body: url.searchParams, redirect: "manual" } as const;
  const answer = await fetch(`${stage.issuer}/oidc/authorize`, asked);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `/oidc/authorize?${url.searchParams}`]);
  expect(await stage.stage.rows("select * from oidc_records")).toEqual([]);
});

test("posts are limited as links are", async () => {
  stage = await setOpenIdStage({}, { limits: { attemptsPerAddress: { times: 2, per: 60_000 } } });
  const { url } = await begin(await discover());
  const asked = { method: "POST", body: url.searchParams } as const;
  const answers = [1, 2, 3].map(() => stage.browser().go(`${stage.issuer}/oidc/authorize`, asked));
  expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 429]);
});

test("in a browser without the session, an ID token asks before it ends it", async () => {
  stage = await setOpenIdStage({ logoutUris: [logoutUri] });
  const { site, tokens } = await signIn();
  const lives = () => client.fetchUserInfo(site, tokens.access_token, client.skipSubjectCheck);
  const asked = { id_token_hint: tokens.id_token ?? "", post_logout_redirect_uri: logoutUri };
  const stranger = stage.browser();
  const page = await stranger.go(`${stage.issuer}/oidc/logout?${new URLSearchParams(asked)}`);
  expect(page.text).toContain("退出登录");
  const post = (body: object, origin: string) =>
    stranger.go(`${stage.issuer}/oidc/logout`, {
      method: "POST",
      body: new URLSearchParams({ ...body }),
      headers: { origin },
    });
  await post(asked, "https://app.saoma.test");
  await post({ ...asked, agreed: "1" }, "https://evil.test");
  await post({ ...asked, agreed: "1" }, "null");
  await post({ client_id: "shop", agreed: "1" }, stage.issuer);
  await lives();
  expect((await post({ ...asked, agreed: "1" }, stage.issuer)).url).toBe(logoutUri);
  await expect(lives()).rejects.toThrow();
  // After that there is nothing to ask about.
  expect((await stranger.go(`${stage.issuer}/oidc/logout?${new URLSearchParams(asked)}`)).url).toBe(logoutUri);
});

test.each([
  ["zh-CN,zh", "无法登录", "与你的操作无关", "回到青禾"],
  ["en-GB,en", "You cannot sign in", "You did nothing wrong", "Back to 青禾"],
])("an error page in %s says what happened, what to do, and the way back to the site", async (language, ...words) => {
  stage = await setOpenIdStage({}, {}, Date.now(), {}, { name: "青禾" });
  const { url } = await begin(await discover());
  url.searchParams.set("redirect_uri", "https://evil.test/");
  const { text } = await stage.browser().go(url.href, { headers: { "accept-language": language } });
  for (const word of words) expect(text).toContain(word);
  expect(text).toContain("invalid_redirect_uri");
  expect(text).toContain('href="https://app.saoma.test/"');
  expect(text).not.toContain("evil.test");
});

test("an expired sign-in page says so, and so does the redirect after it", async () => {
  stage = await setOpenIdStage();
  const english = { headers: { "accept-language": "en" } };
  for (const path of ["/sign-in/none", "/oidc/authorize/none"]) {
    const { status, text } = await stage.browser().go(stage.issuer + path, english);
    expect([status, text]).toEqual([400, expect.stringContaining("This sign-in is over")]);
    expect(text).not.toContain("<code");
  }
});
