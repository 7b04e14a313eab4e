import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { systemRandom } from "../../base/random.ts";
import { makeCertificate } from "../../simulator/index.ts";
import { hostsLine, wechatHosts } from "./hosts.ts";
import { javaTrustStore } from "./java-trust.ts";

/** The files of one run, which are deleted at its end. Only its user may read them. */
export interface RunFolder {
  readonly path: string;
  /** The file of the generated authority, and the one that also contains the system's authorities. */
  readonly authority: string;
  readonly bundle: string;
  /** The bundle as Java reads it. */
  readonly java: string;
  readonly key: string;
  readonly cert: string;
  /** A hosts file with WeChat's hosts on top. */
  readonly hosts: string;
  /** The socket by which a port of the inside is reached from outside. */
  socket(port: number): string;
}

/** The paths of an existing run. */
export function runFolder(path: string): RunFolder {
  const file = (name: string): string => join(path, name);
  return {
    path,
    authority: file("authority.pem"),
    bundle: file("bundle.pem"),
    java: file("bundle.jks"),
    key: file("key.pem"),
    cert: file("cert.pem"),
    hosts: file("hosts"),
    socket: (port) => file(`${port}.sock`),
  };
}

/** Creates the folder of a run, with a certificate for WeChat's hosts that only the program trusts. */
export function makeRunFolder(): RunFolder & { remove(): void } {
  const folder = runFolder(mkdtempSync(join(tmpdir(), "saoma-run-")));
  const now = Date.now();
  const { authority, cert, key } = makeCertificate({ hosts: wechatHosts, now, random: systemRandom });
  writeFileSync(folder.authority, authority);
  writeFileSync(folder.bundle, [authority, ...rootCertificates].join("\n"));
  writeFileSync(folder.java, javaTrustStore([authority, ...rootCertificates], now));
  writeFileSync(folder.cert, cert);
  writeFileSync(folder.key, key, { mode: 0o600 });
  writeFileSync(folder.hosts, `${hostsLine}\n${machineHosts()}`);
  return { ...folder, remove: () => rmSync(folder.path, { recursive: true, force: true }) };
}

function machineHosts(): string {
  try {
    return readFileSync("/etc/hosts", "utf8");
  } catch {
    return "127.0.0.1 localhost\n::1 localhost\n";
  }
}
