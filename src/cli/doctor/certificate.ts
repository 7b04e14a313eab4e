import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { english } from "../../base/english.ts";
import { type Finding, found } from "./findings.ts";

const day = 86_400_000;
const soon = 14 * day;

/** Checks an origin's certificate. Returns nothing if there is none, because `check-site.ts` reports that. */
export async function checkCertificate(origin: string, now: number): Promise<Finding[]> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol !== "https:") return [];
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const socket = await shake(host, Number(port || 443));
  if (!socket) return [];
  const { valid_to, subjectaltname = english`no name` } = socket.getPeerCertificate();
  const why = socket.authorized ? undefined : String(socket.authorizationError);
  socket.destroy();
  const end = Date.parse(valid_to);
  const until = new Date(end).toISOString().slice(0, 10);
  if (end <= now) return [found("tls.expired", { host, until })];
  if (why?.includes("ALTNAME")) return [found("tls.name", { host, names: subjectaltname.replaceAll("DNS:", "") })];
  if (why !== undefined) return [found("tls.untrusted", { host, why })];
  return [found(end - now < soon ? "tls.soon" : "tls.good", { host, until })];
}

function shake(host: string, port: number): Promise<TLSSocket | undefined> {
  return new Promise((resolve) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: 5_000, ...name }, () => resolve(socket));
    const give = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.once("error", give).once("timeout", give);
  });
}
