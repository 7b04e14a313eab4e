import { expect, test } from "vitest";
import { connectPage, secrets } from "./page.ts";
import { runProgram, siteFolder } from "./program.ts";
import type { Begin } from "./site.ts";

/** Presses the page's button, which posts its CSRF token. */
const pressButton: Begin = async (browser, address) => {
  const { text } = await browser.go(address);
  const [, action = ""] = /action="([^"]+)"/.exec(text) ?? [];
  const [, token = ""] = /name="authenticity_token" value="([^"]+)"/.exec(text) ?? [];
  const body = new URLSearchParams({ authenticity_token: token });
  return browser.go(new URL(action, address).href, { method: "POST", body });
};

// The library that Rails, Sinatra and other Rack sites sign in with, as Debian packages it.
test.each(["placeholder", "none"] as const)(
  "omniauth_openid_connect signs in and out, as its page says, with e-mail: %s",
  async (email) => {
    const site = await connectPage("rack", email);
    const [code = ""] = site.code("rb");
    await runProgram({
      command: "/usr/bin/rackup",
      args: ["--server", "webrick", "--host", "127.0.0.1", "--port", `${site.port}`, "config.ru"],
      folder: siteFolder({ "config.ru": code }),
      environment: secrets,
      origin: site.origin,
    });
    const visitor = await site.signIn("xiaoming", "/", pressButton);
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email: string | null };
    expect(user).toMatchObject({ sub: expect.any(String), name: expect.any(String) });
    expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const out = await visitor.open("/logout");
    expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
    expect((await visitor.open("/")).text).toContain("Sign in with WeChat");
  },
);
