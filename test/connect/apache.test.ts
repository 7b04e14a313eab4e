import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectPage, type PageSite, secrets } from "./page.ts";
import { runProgram } from "./program.ts";

const modules = ["mpm_event", "authn_core", "authz_core", "authz_user", "proxy", "proxy_http", "auth_openidc"];

/** What Debian's own configuration has around a site. */
const around = (folder: string, port: number) => `
ServerRoot ${folder}
ServerName 127.0.0.1
PidFile httpd.pid
ErrorLog error.log
Listen 127.0.0.1:${port}
User www-data
Group www-data
DocumentRoot ${folder}
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
# Node's fetch says of itself that it is a script, which Apache would answer with a 401.
OIDCUnAuthAction auth true
`;

/** A program without a sign-in of its own. It returns the headers that it received. */
async function startProgram(): Promise<Server> {
  const server = createServer((request, response) => response.end(JSON.stringify(request.headers)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

async function startApache(site: PageSite): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-apache-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // Apache's workers run as another user.
  chmodSync(folder, 0o755);
  const program = (await startProgram()).address() as AddressInfo;
  const lines = site.code("apache").join("\n").replaceAll("127.0.0.1:3000", `127.0.0.1:${program.port}`);
  writeFileSync(join(folder, "httpd.conf"), `${around(folder, site.port)}\n${lines}`);
  const args = ["-f", join(folder, "httpd.conf"), "-D", "FOREGROUND"];
  await runProgram({ command: "/usr/sbin/apache2", args, environment: secrets, origin: site.origin });
}

async function connectApache(email: "placeholder" | "none" = "placeholder"): Promise<PageSite> {
  const site = await connectPage("apache", email);
  await startApache(site);
  return site;
}

test.each(["placeholder", "none"] as const)(
  "mod_auth_openidc signs in and out in front of a program, as its page says, with e-mail: %s",
  async (email) => {
    const site = await connectApache(email);
    const visitor = await site.signIn("xiaoming", "/page");
    const told = JSON.parse(visitor.text) as Record<string, string>;
    expect(told.oidc_claim_sub).toMatch(/^[\w-]{10,}$/);
    expect(told.oidc_claim_name).toMatch(/./);
    expect(told.oidc_claim_email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const out = await visitor.open(`/oauth2callback?logout=${encodeURIComponent(`${site.origin}/`)}`);
    expect(out.url).toContain(`${site.stage.issuer}/oidc/logout`);
    expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
    expect((await visitor.open("/page")).url).toContain(`${site.stage.issuer}/oidc/authorize`);
  },
);

test("nobody reaches the program as another person by headers of their own; its API for servers stays open", async () => {
  const site = await connectApache();
  const headers = { OIDC_CLAIM_sub: "somebody-else" };
  const stranger = await fetch(`${site.origin}/page`, { headers, redirect: "manual" });
  expect(stranger.headers.get("location")).toContain(`${site.stage.issuer}/oidc/authorize`);
  const visitor = await site.signIn("xiaoming", "/page");
  const told = JSON.parse((await visitor.open("/page", { headers })).text);
  expect(told.oidc_claim_sub).not.toBe("somebody-else");
  expect((await fetch(`${site.origin}/v1/chat-messages`, { redirect: "manual" })).status).toBe(200);
});

test("mod_auth_openidc is signed out from the chat, by back-channel logout", async () => {
  const site = await connectApache();
  const visitor = await site.signIn("xiaoming", "/page");
  expect((await visitor.open("/page")).status).toBe(200);
  const since = performance.now();
  await site.stage.stage.tap("xiaoming", "不是我");
  await site.stage.stage.clock.advance(1_000);
  await expect
    .poll(async () => (await visitor.open("/page")).url, { timeout: 10_000 })
    .toContain(`${site.stage.issuer}/oidc/authorize`);
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  console.log(`After "not me" Apache let nobody in ${seconds} s later, beside the second of the service's clock.`);
});
