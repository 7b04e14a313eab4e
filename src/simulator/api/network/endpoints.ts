// The simulated calls that check the network.
import { isIP } from "node:net";
import type { Simulation } from "../../simulation.ts";
import { type Call, type Endpoint, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";

const actions = ["dns", "ping", "all"];
const operators = ["CHINANET", "UNICOM", "CAP", "DEFAULT"];

const addresses = ({ sim }: Call) => ({ ip_list: sim.settings.addresses });

/** https://developers.weixin.qq.com/doc/subscription/api/base/api_callbackcheck.html and the pages beside it. */
export const networkEndpoints: readonly Endpoint[] = [
  { path: "/cgi-bin/getcallbackip", method: "GET", act: addresses },
  { path: "/cgi-bin/get_api_domain_ip", method: "GET", act: addresses },
  { path: "/cgi-bin/callback/check", method: "POST", act: callbackCheck },
];

/** The addresses of the server URL's host, from the setting `dns`, and whether they respond. */
function callbackCheck({ sim, account, body }: Call): object {
  const action = textOf(body.action);
  if (!actions.includes(action)) throw new WechatFailure(40202);
  const operator = textOf(body.check_operator);
  if (!operators.includes(operator)) throw new WechatFailure(40203);
  if (account.pushUrl === null) throw new WechatFailure(40201);
  const ips = addressesOf(sim, account.pushUrl);
  const real = operator === "DEFAULT" ? "UNICOM" : operator;
  const dns = ips.map((ip) => ({ ip, real_operator: real }));
  const isCutOff = sim.faults.list().some(({ on, kind }) => on === "push" && kind === "drop");
  const ping = ips.map((ip) => ({ ip, from_operator: real, package_loss: isCutOff ? "100%" : "0%", time: "1.000ms" }));
  return { ...(action === "ping" ? {} : { dns }), ...(action === "dns" ? {} : { ping }) };
}

function addressesOf({ settings }: Simulation, url: string): readonly string[] {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0) return [host];
  return settings.dns[host] ?? (host === "localhost" ? ["127.0.0.1"] : []);
}
