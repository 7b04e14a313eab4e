import { expect, test } from "vitest";
import { connectPage, runModuleOf } from "./page.ts";

/** Allows http, which is used on this machine only. */
const onHttp = (code: string) =>
  code.replace(
    "process.env.CLIENT_SECRET)",
    "process.env.CLIENT_SECRET, undefined, { execute: [client.allowInsecureRequests] })",
  );

test.each(["placeholder", "none"] as const)(
  "openid-client signs in and out, as its page says, with e-mail: %s",
  async (email) => {
    const site = await connectPage("openid-client", email);
    await runModuleOf(site, onHttp);
    const visitor = await site.signIn("xiaoming", "/login");
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email?: string };
    expect(user).toMatchObject({ sub: expect.any(String), name: expect.any(String) });
    expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const out = await visitor.open("/logout");
    expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
    expect((await visitor.open("/")).text).toBe("null");
  },
);
