import * as z from "zod";
import type { Account } from "./account.ts";
import { listOf, record, text } from "./loose.ts";

/** The options of `callback/check`: what to try, and over which operator's network. */
export interface CallbackCheck {
  /** Default: `all`. */
  action?: "dns" | "ping" | "all";
  /** Default: `DEFAULT`, which WeChat chooses. `CAP` is Tencent's own. */
  operator?: "CHINANET" | "UNICOM" | "CAP" | "DEFAULT";
}

/** How WeChat's network sees the host of the server URL. */
export interface CallbackReport {
  /** The addresses that WeChat resolved it to. */
  dns: {
    /** The IP address. */
    ip: string;
    /** The network operator, in WeChat's words. */
    operator: string;
  }[];
  /** The pings to those addresses. */
  ping: {
    /** The IP address. */
    ip: string;
    /** The network operator that pinged, in WeChat's words. */
    operator: string;
    /** The packet loss, as in `0%`. */
    loss: string;
    /** The round-trip time, as in `23.5ms`. */
    time: string;
  }[];
}

/** Addresses and connections. */
export interface BaseApi {
  /**
   * The addresses and ranges that WeChat pushes from. They change; ask daily.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Get_the_WeChat_server_IP_address.html
   */
  callbackIps(): Promise<string[]>;
  /**
   * The addresses of api.weixin.qq.com, for a firewall. They change; ask daily.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Get_the_WeChat_server_IP_address.html
   */
  apiIps(): Promise<string[]>;
  /**
   * Has WeChat look up and ping the host of the account's server URL.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Network_Detection.html
   */
  checkCallback(check?: CallbackCheck): Promise<CallbackReport>;
}

const addresses = z.object({ ip_list: z.array(z.string()) }).transform(({ ip_list }) => ip_list);
const looked = z
  .object({ ip: z.string(), real_operator: text })
  .transform(({ ip, real_operator }) => ({ ip, operator: real_operator }));
const pinged = z
  .object({ ip: z.string(), from_operator: text, package_loss: text, time: text })
  .transform(({ ip, from_operator, package_loss, time }) => ({
    ip,
    operator: from_operator,
    loss: package_loss,
    time,
  }));
const report = record
  .refine(({ dns, ping }) => dns !== undefined || ping !== undefined)
  .pipe(z.object({ dns: listOf(looked), ping: listOf(pinged) }));

export function createBaseApi({ call }: Account): BaseApi {
  return {
    callbackIps: () => call({ endpoint: "/cgi-bin/getcallbackip", answer: addresses }),
    apiIps: () => call({ endpoint: "/cgi-bin/get_api_domain_ip", answer: addresses }),
    checkCallback({ action = "all", operator = "DEFAULT" } = {}) {
      const body = { action, check_operator: operator };
      return call({ endpoint: "/cgi-bin/callback/check", body, answer: report });
    },
  };
}
