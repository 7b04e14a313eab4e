import { expect, test } from "vitest";
import { connectPage, runModuleOf } from "./page.ts";

test.each(["placeholder", "none"] as const)(
  "express-openid-connect signs in and out, as its page says, with e-mail: %s",
  async (email) => {
    const site = await connectPage("express", email);
    await runModuleOf(site);
    const visitor = await site.signIn("xiaoming", "/");
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email?: string };
    expect(user).toMatchObject({ sub: expect.any(String), name: expect.any(String) });
    expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const out = await visitor.open("/logout");
    expect(out.url).toContain(`${site.stage.issuer}/oidc/logout`);
    expect((await visitor.atProvider.go(out.url)).url.replace(/\/$/, "")).toBe(site.origin);
    expect((await visitor.open("/")).url).toContain(`${site.stage.issuer}/oidc/authorize`);
  },
);

test("express-openid-connect is signed out from the chat, by back-channel logout", async () => {
  const site = await connectPage("express");
  await runModuleOf(site);
  const visitor = await site.signIn("xiaoming", "/");
  expect(JSON.parse(visitor.text)).toMatchObject({ sub: expect.any(String) });
  await site.stage.stage.tap("xiaoming", "不是我");
  await site.stage.stage.clock.advance(1_000);
  await expect
    .poll(async () => (await visitor.open("/")).url, { timeout: 10_000 })
    .toContain(`${site.stage.issuer}/oidc/authorize`);
});
