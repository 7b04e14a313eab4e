import * as client from "openid-client";
import { afterEach, expect, test } from "vitest";
import { type OpenIdStage, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const terms = [{ title: "隐私政策", url: "https://shop.saoma.test/privacy?a=1&b=2", version: "2" }];

/** A person signs in, and after that the operator adds terms. */
async function signedInBefore(openid: Parameters<typeof setOpenIdStage>[0] = {}) {
  stage = await setOpenIdStage(openid);
  const signedIn = await signInAt(stage);
  Object.assign(stage.stage.options.applications[0] ?? {}, { terms });
  await stage.stage.restart();
  return signedIn;
}

const yes = (more: Record<string, string> = {}) => ({
  method: "POST",
  body: new URLSearchParams({ agreed: "1", title: "隐私政策", version: "2", ...more }),
  headers: { origin: stage.issuer },
});

const consents = async () => (await stage.stage.rows("select version from term_consents")).length;

test("`prompt=none` answers interaction_required where terms are new, and a code once they are agreed to", async () => {
  const { site, browser } = await signedInBefore();
  const silently = async () => (await browser.go((await begin(site, { prompt: "none" })).url.href)).url;
  expect(await silently()).toContain("error=interaction_required");
  const begun = await begin(site);
  const page = await browser.go(begun.url.href);
  expect(page.text).toContain('href="https://shop.saoma.test/privacy?a=1&amp;b=2"');
  expect(page.text).toContain("《隐私政策》");
  expect(page.text).not.toContain("<saoma-login");
  const back = await browser.go(page.url, yes());
  expect((await finish(site, begun, back.url)).claims()?.sub).toBeDefined();
  expect(await consents()).toBe(1);
  expect(await silently()).toContain("code=");
});

test("nobody passes the page without consent to the current terms, from the page itself", async () => {
  const { site, browser } = await signedInBefore();
  const page = await browser.go((await begin(site)).url.href);
  const plain = await browser.go(page.url, { method: "POST", headers: { origin: stage.issuer } });
  expect(plain.text).toContain("隐私政策");
  const old = await browser.go(plain.url, yes({ version: "1" }));
  expect(old.text).toContain("隐私政策");
  const foreign = await browser.go(old.url, { ...yes(), headers: { origin: "https://elsewhere.saoma.test" } });
  expect(foreign.status).toBe(403);
  expect(await consents()).toBe(0);
  const no = await browser.go(old.url, yes({ cancel: "1" }));
  expect(no.url).toContain("error=access_denied");
  expect(await consents()).toBe(0);
});

test("the page speaks English where the client asks for that", async () => {
  const { site, browser } = await signedInBefore();
  const { text } = await browser.go((await begin(site, { ui_locales: "en" })).url.href);
  expect(text).toContain("Agree and continue");
  expect(text).not.toContain("《");
});

test("a refresh waits for the yes, and the token is good afterwards", async () => {
  const { site, browser, tokens } = await signedInBefore({ refresh: true });
  const refresh = () => client.refreshTokenGrant(site, tokens.refresh_token ?? "");
  await expect(refresh()).rejects.toMatchObject({ error: "invalid_grant" });
  const page = await browser.go((await begin(site)).url.href);
  await browser.go(page.url, yes());
  expect((await refresh()).access_token).toBeDefined();
});

test("a newcomer agrees in the page's widget, and is asked nothing more", async () => {
  stage = await setOpenIdStage({}, {}, Date.now(), {}, { terms });
  const site = await discover(stage);
  const begun = await begin(site);
  const browser = stage.browser();
  const page = await browser.go(begun.url.href);
  const refused = await browser.signIn("xiaoming", page.url);
  expect(refused.url).toBe(page.url);
  expect(await stage.stage.rows("select id from accounts")).toEqual([]);
  const back = await browser.signIn("xiaoming", page.url, "shop", { terms: [{ title: "隐私政策", version: "2" }] });
  expect((await finish(site, begun, back.url)).claims()?.sub).toBeDefined();
});
