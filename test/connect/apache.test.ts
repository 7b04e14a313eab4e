import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { secret } from "../stage/openid.ts";
import { freePort } from "./free-port.ts";
import { type ConnectedSite, connectSite } from "./site.ts";

const modules = ["mpm_event", "authn_core", "authz_core", "authz_user", "include", "auth_openidc"];

/** As docs/connect has it: a page that Apache lets nobody see who has not signed in. */
const configurationOf = (folder: string, port: number, issuer: string) => `
ServerRoot ${folder}
ServerName 127.0.0.1
PidFile httpd.pid
ErrorLog error.log
Listen 127.0.0.1:${port}
User www-data
Group www-data
DocumentRoot ${folder}/www
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCProviderBackChannelLogoutSupported On
OIDCClientID shop
OIDCClientSecret ${secret}
OIDCRedirectURI http://127.0.0.1:${port}/callback
OIDCCryptoPassphrase of-the-test-alone
OIDCScope "openid profile email"
OIDCPKCEMethod S256
# Node's fetch says of itself that it is a script, which Apache would answer with a 401.
OIDCUnAuthAction auth true
<Location />
  AuthType openid-connect
  Require valid-user
  Options +Includes
  ForceType text/html
  SetOutputFilter INCLUDES
</Location>
`;

const page =
  '{"sub":"<!--#echo var="OIDC_CLAIM_sub" -->","name":"<!--#echo var="OIDC_CLAIM_name" -->",' +
  '"email":"<!--#echo var="OIDC_CLAIM_email" -->"}';

async function startApache({ stage }: ConnectedSite, port: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-apache-"));
  // Apache's workers are another user.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "www"));
  writeFileSync(join(folder, "www", "page"), page);
  writeFileSync(join(folder, "httpd.conf"), configurationOf(folder, port, stage.issuer));
  const apache = spawn("/usr/sbin/apache2", ["-f", join(folder, "httpd.conf"), "-D", "FOREGROUND"], {
    stdio: "inherit",
  });
  onTestFinished(async () => {
    apache.kill("SIGTERM");
    if (apache.exitCode === null && apache.signalCode === null) await once(apache, "exit");
    rmSync(folder, { recursive: true });
  });
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).then(
      () => true,
      () => false,
    );
  await expect
    .poll(answers, { timeout: 20_000, message: () => readFileSync(join(folder, "error.log"), "utf8") } as object)
    .toBe(true);
}

async function connectApache(email: "placeholder" | "none") {
  const port = await freePort();
  const site = await connectSite(
    (origin) => ({
      email,
      redirectUris: [`${origin}/callback`],
      logoutUris: [`${origin}/`],
      backchannelLogout: `${origin}/callback?logout=backchannel`,
      allowPrivate: true,
    }),
    port,
  );
  await startApache(site, port);
  return site;
}

test.each(["placeholder", "none"] as const)(
  "mod_auth_openidc signs in and out, unmodified, with e-mail: %s",
  async (email) => {
    const site = await connectApache(email);
    const visitor = await site.signIn("xiaoming", "/page");
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email: string };
    expect(user.sub).toMatch(/^[\w-]{10,}$/);
    expect(user.name).not.toBe("(none)");
    expect(user.email).toMatch(email === "none" ? /^\(none\)$/ : /@wechat\.invalid$/);
    const out = await visitor.open(`/callback?logout=${encodeURIComponent(`${site.origin}/`)}`);
    expect(out.url).toContain(`${site.stage.issuer}/oidc/logout`);
    expect((await visitor.atProvider.go(out.url)).url).toBe(`${site.origin}/`);
    expect((await visitor.open("/page")).url).toContain(`${site.stage.issuer}/oidc/authorize`);
  },
);

test("mod_auth_openidc is signed out from the chat, by back-channel logout", async () => {
  const site = await connectApache("placeholder");
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
