import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { secret } from "../stage/openid.ts";
import { freePort } from "./free-port.ts";
import { connectSite } from "./site.ts";

const script = new URL("omniauth_site.rb", import.meta.url).pathname;

// What Rails, Sinatra and other Rack sites sign in by, as Debian packs it.
test.each(["placeholder", "none"] as const)(
  "omniauth_openid_connect signs in and out, unmodified, with e-mail: %s",
  async (email) => {
    const port = await freePort();
    const site = await connectSite((origin) => ({ email, redirectUris: [`${origin}/auth/saoma/callback`] }), port);
    const ruby = spawn("/usr/bin/ruby", [script, site.stage.issuer, String(port), secret], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(async () => {
      ruby.kill("SIGKILL");
      if (ruby.exitCode === null && ruby.signalCode === null) await once(ruby, "exit");
    });
    await once(ruby.stdout, "data");
    const visitor = await site.signIn("xiaoming", "/auth/saoma");
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email: string | null };
    expect(user).toMatchObject({ sub: expect.any(String), name: expect.any(String) });
    expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    expect((await visitor.open("/logout")).text).toBe("null");
  },
);
