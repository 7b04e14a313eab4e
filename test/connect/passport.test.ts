import { expect, test } from "vitest";
import { connectPage, runModuleOf } from "./page.ts";

test.each(["placeholder", "none"] as const)(
  "passport-openidconnect signs in and out, as its page says, with e-mail: %s",
  async (email) => {
    const site = await connectPage("passport", email);
    await runModuleOf(site);
    const visitor = await site.signIn("xiaoming", "/login");
    const user = JSON.parse(visitor.text) as { id: string; displayName: string; emails?: { value: string }[] };
    expect(user).toMatchObject({ id: expect.any(String), displayName: expect.any(String) });
    expect(user.emails?.[0]?.value ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const out = await visitor.open("/logout");
    expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
    expect((await visitor.open("/")).text).toBe("null");
  },
);
