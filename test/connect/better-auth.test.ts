import { expect, test } from "vitest";
import { connectPage, runModuleOf } from "./page.ts";
import type { Begin } from "./site.ts";

const asked = (origin: string, body: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", origin },
  body: JSON.stringify(body),
});

/** The request that `authClient.signIn.social` sends. */
const pressButton: Begin = async (browser, address) => {
  const { origin } = new URL(address);
  const init = asked(origin, { provider: "saoma", callbackURL: "/" });
  const begun = await browser.ask(`${origin}/api/auth/sign-in/social`, init);
  const { url } = (await begun.json()) as { url: string };
  return { url, status: 302, text: "", headers: begun.headers };
};

test("better-auth signs in and out, as its page says, by saoma/better-auth, with the placeholder", async () => {
  const site = await connectPage("better-auth");
  await runModuleOf(site);
  const visitor = await site.signIn("xiaoming", "/", pressButton);
  const user = JSON.parse(visitor.text);
  expect(user).toMatchObject({ name: expect.any(String), email: expect.stringMatching(/@wechat\.invalid$/) });
  expect(user.emailVerified).toBe(false);
  const out = await visitor.open("/api/auth/sign-out", asked(site.origin, {}));
  expect(out.url).toContain(`${site.stage.issuer}/oidc/logout`);
  expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
  expect((await visitor.open("/")).text).toBe("null");
});

test("better-auth accepts no user without an e-mail address, which is why the placeholder is the default", async () => {
  const site = await connectPage("better-auth", "none");
  await runModuleOf(site);
  const visitor = await site.signIn("xiaoming", "/", pressButton);
  expect(visitor.url).toContain("error=email_not_found");
});
