import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test } from "vitest";
import { read } from "../repo/pages.ts";
import { setOpenIdStage } from "../stage/openid.ts";
import { expectProviderBehind, startSite } from "./behind-proxy.ts";
import { freePort } from "./free-port.ts";
import { runProgram } from "./program.ts";

/** docs/deployment/nginx.conf without changes, on loopback and without TLS: its only server that leads to Saoma. */
function configurationOf(folder: string, ports: { own: number; saoma: string; site: number }): string {
  const [head = "", , served = ""] = read("docs/deployment/nginx.conf").split(/^server \{$/m);
  const lines = `${head}server {${served}`
    .replaceAll(/^ *(listen \[::\].*|ssl_certificate.*)\n/gm, "")
    .replace("listen 443 ssl http2;", `listen 127.0.0.1:${ports.own};`)
    .replace("127.0.0.1:7080", `127.0.0.1:${ports.saoma}`)
    .replace("127.0.0.1:3000", `127.0.0.1:${ports.site}`)
    .replace("/var/log/nginx/saoma.log", `${folder}/saoma.log`)
    .replaceAll("proxy_set_header Host $host;", "proxy_set_header Host $http_host;");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
${lines}}\n`;
}

test("behind a real nginx, by the file of the docs, a program finds the provider and people its page", async () => {
  const own = await freePort();
  const origin = `http://127.0.0.1:${own}`;
  const stage = await setOpenIdStage({}, { origin });
  onTestFinished(() => stage.close());
  const folder = mkdtempSync(join(tmpdir(), "saoma-nginx-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ports = { own, saoma: new URL(stage.issuer).port, site: await startSite() };
  writeFileSync(join(folder, "nginx.conf"), configurationOf(folder, ports));
  const args = ["-e", join(folder, "error.log"), "-p", folder, "-c", join(folder, "nginx.conf")];
  await runProgram({ command: "/usr/sbin/nginx", args, origin });

  await expectProviderBehind(origin);
});
