import { spawnSync } from "node:child_process";

/** The command prefix that runs a program in a private network, or why there is none. */
export type PrivateNetwork = { readonly command: readonly string[] } | { readonly reason: string };

/**
 * Where systems store their trusted certificates. The run's own bundle is mounted over these files, only for the run's
 * programs.
 */
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

/** Tries the ways to a private network with this hosts file and bundle. */
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
