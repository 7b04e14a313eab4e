import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test } from "vitest";
import { read } from "../repo/pages.ts";
import { setOpenIdStage } from "../stage/openid.ts";
import { expectProviderBehind, startSite } from "./behind-proxy.ts";
import { freePort } from "./free-port.ts";
import { runProgram } from "./program.ts";

/** docs/deployment/Caddyfile without changes, except that it is on loopback and without TLS. */
const configurationOf = (ports: { own: number; saoma: string; site: number }): string =>
  `{\n\tadmin off\n\tauto_https off\n}\n${read("docs/deployment/Caddyfile")}`
    .replace("shop.example.com {", `http://127.0.0.1:${ports.own} {\n\tbind 127.0.0.1`)
    .replace("127.0.0.1:7080", `127.0.0.1:${ports.saoma}`)
    .replace("127.0.0.1:3000", `127.0.0.1:${ports.site}`);

test("behind a real Caddy, by the file of the docs, a program finds the provider and people its page", async () => {
  const own = await freePort();
  const origin = `http://127.0.0.1:${own}`;
  const stage = await setOpenIdStage({}, { origin });
  onTestFinished(() => stage.close());
  const folder = mkdtempSync(join(tmpdir(), "saoma-caddy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "Caddyfile");
  writeFileSync(file, configurationOf({ own, saoma: new URL(stage.issuer).port, site: await startSite() }));
  const args = ["run", "--adapter", "caddyfile", "--config", file];
  const environment = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  await runProgram({ command: "/usr/bin/caddy", args, environment, origin });
  await expectProviderBehind(origin);
});
