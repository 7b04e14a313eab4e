import { aesKeyOf, appidOf, originalIdOf, secretOf, tokenOf } from "./identity.ts";
import type { World } from "./schema.ts";

type Account = World["accounts"][number];

/** The Open Platform account that binds the verified 服务号, the 小程序 and the 网站应用. */
const openPlatform = "yiye";
const callbackDomains = ["127.0.0.1", "localhost"];

/**
 * The world one gets without asking: one account of each kind and three people who follow nobody yet.
 * Always the same ids, secrets and keys; none of them is worth anything outside the simulator.
 */
export function defaultWorld(): World {
  return {
    accounts: [
      account("service", "一叶茶铺", { mode: "safe", abilities: ["qrcode", "oauth"], openPlatform, callbackDomains }),
      account("subscription", "周末手记", { mode: "safe" }),
      account("test", "接口测试号", { abilities: ["qrcode", "oauth"], callbackDomains }),
      account("mini-program", "一叶茶单", { openPlatform }),
      account("website", "一叶茶铺网", { abilities: ["oauth"], openPlatform, callbackDomains }),
    ],
    people: [
      { name: "xiaoming", displayName: "小明", phone: "13800138001" },
      { name: "xiaohong", displayName: "小红", phone: "13800138002" },
      { name: "afei", displayName: "阿飞", phone: "13800138003" },
    ],
  };
}

function account(kind: Account["kind"], name: string, more: Partial<Account>): Account {
  return {
    kind,
    name,
    appid: appidOf(kind),
    secret: secretOf(kind),
    token: tokenOf(kind),
    aesKey: aesKeyOf(kind),
    originalId: originalIdOf(kind),
    ...more,
  };
}
