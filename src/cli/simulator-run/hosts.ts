import { lookup } from "node:dns/promises";

/** WeChat's hosts: those that SDKs call, and the one from which pages load scripts. */
export const wechatHosts = [
  "api.weixin.qq.com",
  "api2.weixin.qq.com",
  "mp.weixin.qq.com",
  "open.weixin.qq.com",
  "res.wx.qq.com",
] as const;

/** The line for a hosts file. */
export const hostsLine = `127.0.0.1 ${wechatHosts.join(" ")}`;

/** Whether all hosts resolve to this machine, so that a program here cannot reach the real WeChat. */
export async function areAllHere(): Promise<boolean> {
  const addresses = await Promise.all(wechatHosts.map((host) => lookup(host, { all: true }).catch(() => [])));
  return addresses.every((found) => found.length > 0 && found.every(({ address }) => isLoopback(address)));
}

const isLoopback = (address: string): boolean => address === "::1" || /^(::ffff:)?127\./.test(address);
