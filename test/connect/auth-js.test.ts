import { expect, test } from "vitest";
import { connectPage, runModuleOf } from "./page.ts";
import type { Begin } from "./site.ts";

/** What Auth.js's own page posts when the user presses the button. */
const pressButton: Begin = async (browser, address) => {
  const { origin } = new URL(address);
  const { csrfToken } = JSON.parse((await browser.go(`${origin}/auth/csrf`)).text);
  const body = new URLSearchParams({ csrfToken, callbackUrl: address });
  return browser.go(`${origin}/auth/signin/saoma`, { method: "POST", body });
};

test.each(["placeholder", "none"] as const)(
  "Auth.js signs in and out, as its page says, by saoma/auth-js, with e-mail: %s",
  async (email) => {
    const site = await connectPage("auth-js", email);
    await runModuleOf(site);
    const visitor = await site.signIn("xiaoming", "/", pressButton);
    const { user } = JSON.parse(visitor.text);
    expect(user).toMatchObject({ name: expect.any(String) });
    expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const { csrfToken } = JSON.parse((await visitor.open("/auth/csrf")).text);
    await visitor.open("/auth/signout", { method: "POST", body: new URLSearchParams({ csrfToken }) });
    expect((await visitor.open("/")).text).toBe("null");
  },
);
