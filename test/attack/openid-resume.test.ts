// Several authorizations wait in one browser. Its user mixes their cookies and addresses.
import { request as open } from "node:http";
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";

async function twoClients() {
  const openid = { redirectUris: [callback], secret };
  const named = { name: "青禾", confirm: "never" as const };
  const applications = [
    { ...named, id: "shop", openid },
    { ...named, id: "other", openid: { ...openid, secret: otherSecret } },
  ];
  stage = await setOpenIdStage({}, { applications });
  return { shop: await discover(stage), other: await discover(stage, { id: "other", own: otherSecret }) };
}

const cookieHeader = (browser: OpenIdBrowser, ...more: string[]) =>
  [...browser.cookies.filter(({ path }) => path === "/").map(({ name, value }) => `${name}=${value}`), ...more].join(
    "; ",
  );

/** Presses the page's button. Returns the address of the redirect without following it. */
async function pressed(browser: OpenIdBrowser, page: string): Promise<string> {
  const uid = new URL(page).pathname.split("/").at(-1);
  const cookie = cookieHeader(browser, `saoma_interaction=${uid}`);
  const headers = { cookie, origin: stage.issuer };
  const answer = await fetch(page, { method: "POST", headers, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "", page).href;
}

/** Follows that redirect, as the browser that holds its cookie does. */
const goOn = async (browser: OpenIdBrowser, way: string, uid = new URL(way).pathname.split("/").at(-1)) => {
  const headers = { cookie: cookieHeader(browser, `saoma_resume=${uid}`) };
  const answer = await fetch(way, { headers, redirect: "manual" });
  return { status: answer.status, to: answer.headers.get("location") ?? "", text: await answer.text() };
};

const waits = async (browser: OpenIdBrowser, site: Parameters<typeof begin>[0]) => {
  const begun = await begin(site, { prompt: "consent" });
  return { begun, page: (await browser.go(begun.url.href)).url };
};

test.each(["xiaoming", "xiaohong"])(
  "an authorization is not continued at the address of another client's: %s there",
  async (person) => {
    const { shop, other } = await twoClients();
    const { browser } = await signInAt(stage, "xiaoming", shop);
    const begun = await begin(other);
    const page = await browser.go(begun.url.href);
    await browser.signIn(person, page.url, "other");
    const ofShop = await waits(browser, shop);
    const ofOther = await waits(browser, other);
    const ways = [await pressed(browser, ofShop.page), await pressed(browser, ofOther.page)];
    const uids = ways.map((way) => new URL(way).pathname.split("/").at(-1));
    for (const [way, uid] of [
      [ways[0], uids[1]],
      [ways[1], uids[0]],
    ] as const) {
      const { status, to, text } = await goOn(browser, way ?? "", uid);
      expect([status, to, text]).toEqual([400, "", expect.stringContaining("这次登录已经失效")]);
    }
    // Each authorization can still be completed by its own cookie.
    const shops = await finish(shop, ofShop.begun, (await goOn(browser, ways[0] ?? "")).to);
    const others = await finish(other, ofOther.begun, (await goOn(browser, ways[1] ?? "")).to);
    expect([shops.claims()?.aud, others.claims()?.aud]).toEqual(["shop", "other"]);
  },
);

test("a user who signs in as another person between the button and the redirect is asked again, as the new person", async () => {
  const { shop } = await twoClients();
  const { browser, tokens } = await signInAt(stage, "xiaoming", shop);
  const { page, begun } = await waits(browser, shop);
  const way = await pressed(browser, page);
  const elsewhere = await begin(shop, { prompt: "login" });
  await browser.signIn("xiaohong", (await browser.go(elsewhere.url.href)).url);
  const { status, to } = await goOn(browser, way);
  expect([status, to]).toEqual([303, new URL(page).pathname]);
  const back = await goOn(browser, await pressed(browser, page));
  const { sub } = (await finish(shop, begun, back.to)).claims() ?? {};
  expect([typeof sub, sub === tokens.claims()?.sub]).toEqual(["string", false]);
});

test("a user who signs out between the button and the redirect gets the page again, and no code", async () => {
  const { shop } = await twoClients();
  const { browser } = await signInAt(stage, "xiaoming", shop);
  const { page } = await waits(browser, shop);
  const way = await pressed(browser, page);
  const headers = { origin: stage.issuer };
  await browser.go(`${stage.issuer}/v1/session?application=shop`, { method: "DELETE", headers });
  const { status, to } = await goOn(browser, way);
  expect([status, to]).toEqual([303, new URL(page).pathname]);
  expect((await browser.go(page)).text).toContain("<saoma-login");
});

test("a user who went back is told nothing more, signed in or not", async () => {
  const { shop } = await twoClients();
  const { browser } = await signInAt(stage, "xiaoming", shop);
  const { page } = await waits(browser, shop);
  const back = await browser.go(page, {
    method: "POST",
    headers: { origin: stage.issuer },
    body: new URLSearchParams({ cancel: "1" }),
  });
  expect(back.url).toContain("error=access_denied");
});

/** Two cookies of one name. One parser takes the second of them, another parser the first. */
const doubled: [how: string, cookies: (name: string, checked: string, other: string) => string][] = [
  ["two of one name", (name, checked, other) => `${name}=${checked}; ${name}=${other}`],
  ["a quote that does not end", (name, checked, other) => `${name}="${other}x; ${name}=${checked}`],
  ["a tab before the first", (name, checked, other) => `x=1;\t${name}=${checked}; ${name}=${other}`],
  ["a backslash", (name, checked, other) => `${name}=${other}\\; ${name}=${checked}`],
  [
    "an escape in the first",
    (name, checked, other) => `${name}=%${checked.charCodeAt(0).toString(16)}${checked.slice(1)}; ${name}=${other}`,
  ],
];

const idOf = (address: string) => new URL(address).pathname.split("/").at(-1) ?? "";

test.each(doubled)(
  "a user with a session does not pass prompt=login by cookies that name two authorizations: %s",
  async (_how, cookies) => {
    const { shop } = await twoClients();
    const { browser } = await signInAt(stage, "xiaoming", shop);
    const { page } = await waits(browser, shop);
    const fresh = (await browser.go((await begin(shop, { prompt: "login" })).url.href)).url;
    const headers = {
      cookie: cookieHeader(browser, cookies("saoma_interaction", idOf(page), idOf(fresh))),
      origin: stage.issuer,
    };
    const answer = await fetch(page, { method: "POST", headers, redirect: "manual" });
    expect(idOf(new URL(answer.headers.get("location") ?? "", page).href)).toBe(idOf(page));
    const ofFresh = `${stage.issuer}/oidc/authorize/${idOf(fresh)}`;
    expect((await goOn(browser, ofFresh)).to).toMatch(/^\/sign-in\//);
  },
);

test.each(doubled)(
  "the way on is of the authorization that its address names, whatever the cookies say: %s",
  async (_how, cookies) => {
    const { shop, other } = await twoClients();
    const { browser } = await signInAt(stage, "xiaoming", shop);
    const elsewhere = await browser.go((await begin(other)).url.href);
    await browser.signIn("xiaoming", elsewhere.url, "other");
    const ofShop = await waits(browser, shop);
    const ofOther = await waits(browser, other);
    const [way = "", another = ""] = [await pressed(browser, ofShop.page), await pressed(browser, ofOther.page)];
    const cookie = cookieHeader(browser, cookies("saoma_resume", idOf(way), idOf(another)));
    const answer = await fetch(way, { headers: { cookie }, redirect: "manual" });
    const { sub, aud } = (await finish(shop, ofShop.begun, answer.headers.get("location") ?? "")).claims() ?? {};
    expect([typeof sub, aud]).toEqual(["string", "shop"]);
    expect((await goOn(browser, another)).to).toContain("code=");
  },
);

/** Requests a target that no library corrects. */
const raw = (path: string, cookie: string) =>
  new Promise<{ status: number; to: string }>((resolve, reject) => {
    const { hostname, port } = new URL(stage.issuer);
    const asked = open({ hostname, port, path, headers: { cookie } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, to: response.headers.location ?? "" });
    });
    asked.on("error", reject).end();
  });

test("an authorization is continued at its own address alone, which is written in one way", async () => {
  const { shop, other } = await twoClients();
  const { browser } = await signInAt(stage, "xiaoming", shop);
  const elsewhere = await browser.go((await begin(other)).url.href);
  await browser.signIn("xiaoming", elsewhere.url, "other");
  const { page, begun } = await waits(browser, shop);
  const way = await pressed(browser, page);
  const cookie = cookieHeader(browser, `saoma_resume=${idOf(way)}`);
  const escaped = `%${idOf(way).charCodeAt(0).toString(16)}${idOf(way).slice(1)}`;
  for (const segment of [".", "..", "%2e", ".%2e", "\\..", "x/..", "x", "a.b", "%41", "x".repeat(200), escaped])
    for (const query of ["", "?client_id=shop", "?client_id=other"]) {
      const { status, to } = await raw(`/oidc/authorize/${segment}${query}`, cookie);
      expect(status, segment + query).toBeLessThan(500);
      expect(to, segment + query).not.toContain("code=");
    }
  expect((await finish(shop, begun, (await goOn(browser, way)).to)).claims()?.aud).toBe("shop");
});
