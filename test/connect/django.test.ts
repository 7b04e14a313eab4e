import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectPage, type PageSite, secrets } from "./page.ts";
import { runProgram, siteFolder } from "./program.ts";

const python = "/usr/bin/python3";

/** A project as `django-admin` creates it, with the two files of the page. */
function makeProject(site: PageSite): string {
  const folder = siteFolder({});
  execFileSync(python, ["-m", "django", "startproject", "wiki", folder]);
  const [views = "", urls = ""] = site.code("py");
  writeFileSync(join(folder, "wiki", "views.py"), views);
  writeFileSync(join(folder, "wiki", "urls.py"), urls);
  execFileSync(python, ["manage.py", "migrate", "--verbosity", "0"], {
    cwd: folder,
    env: { ...process.env, ...secrets },
  });
  return folder;
}

test.each(["placeholder", "none"] as const)(
  "Authlib in Django signs in and out, as its page says, with e-mail: %s",
  async (email) => {
    const site = await connectPage("django", email);
    await runProgram({
      command: python,
      args: ["manage.py", "runserver", "--noreload", `127.0.0.1:${site.port}`],
      folder: makeProject(site),
      environment: { ...secrets, AUTHLIB_INSECURE_TRANSPORT: "1" },
      origin: site.origin,
    });
    const visitor = await site.signIn("xiaoming", "/login");
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email: string };
    expect(user).toMatchObject({ sub: expect.stringMatching(/^[\w-]{10,}$/), name: expect.stringMatching(/./) });
    expect(user.email).toMatch(email === "none" ? /^$/ : /@wechat\.invalid$/);
    const out = await visitor.open("/logout");
    expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
    expect(JSON.parse((await visitor.open("/")).text)).toBeNull();
  },
);
