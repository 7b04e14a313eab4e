import { spawnSync } from "node:child_process";

/** How to begin a program in a network of its own; or why there is none. */
export type PrivateNetwork = { readonly command: readonly string[] } | { readonly reason: string };

/** Where systems keep whom they trust: what is there is covered by the run's own bundle, for the run's programs only. */
const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Runs inside: loopback, the hosts file, the bundle; then the program itself. Arguments: the two files, the program. */
const setUp = [
  "ip link set lo up",
  'mount --bind "$1" /etc/hosts',
  `for bundle in ${systemBundles.join(" ")}; do [ ! -e "$bundle" ] || mount --bind "$2" "$bundle"; done`,
  "shift 2",
  'exec "$@"',
].join(" && ");

/** Linux namespaces, which users without root have if the kernel allows them. */
const ways = [
  ["unshare", "--user", "--map-root-user", "--net", "--mount"],
  ["unshare", "--net", "--mount"],
];

/** Finds a way into a private network with this hosts file and bundle, by trying. */
export function privateNetwork({ hosts, bundle }: { readonly hosts: string; readonly bundle: string }): PrivateNetwork {
  const reasons: string[] = [];
  for (const way of ways) {
    const command = [...way, "sh", "-c", setUp, "sh", hosts, bundle];
    const [program = "", ...args] = command;
    const tried = spawnSync(program, [...args, "true"], { encoding: "utf8" });
    if (tried.status === 0) return { command };
    reasons.push((tried.stderr?.trim() || tried.error?.message) ?? `${program} ended with ${tried.status}`);
  }
  return { reason: [...new Set(reasons)].join("; ") };
}
