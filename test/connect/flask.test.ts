import { expect, test } from "vitest";
import { connectPage, secrets } from "./page.ts";
import { runProgram, siteFolder } from "./program.ts";

test.each(["placeholder", "none"] as const)(
  "Authlib in Flask signs in and out, as its page says, with e-mail: %s",
  async (email) => {
    const site = await connectPage("flask", email);
    const [code = ""] = site.code("py");
    await runProgram({
      command: "/usr/bin/python3",
      args: ["-m", "flask", "--app", "wiki.py", "run", "--port", `${site.port}`],
      folder: siteFolder({ "wiki.py": code }),
      environment: { ...secrets, AUTHLIB_INSECURE_TRANSPORT: "1" },
      origin: site.origin,
    });
    const visitor = await site.signIn("xiaoming", "/login");
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email: string | null };
    expect(user).toMatchObject({ sub: expect.any(String), name: expect.any(String) });
    expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const out = await visitor.open("/logout");
    expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
    expect(JSON.parse((await visitor.open("/")).text)).toBeNull();
  },
);
