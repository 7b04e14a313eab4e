import { aesKeyOf, appidOf, originalIdOf, secretOf, tokenOf } from "./identity.ts";
import type { World } from "./schema.ts";

type Account = World["accounts"][number];

/**
 * The world one gets without asking: one account of each kind and three people who follow nobody yet.
 * Always the same ids, secrets and keys; none of them is worth anything outside the simulator.
 */
export function defaultWorld(): World {
  return {
    accounts: [
      account("service", "一叶茶铺", { mode: "safe", abilities: ["qrcode"] }),
      account("subscription", "周末手记", { mode: "safe" }),
      account("test", "接口测试号", { abilities: ["qrcode"] }),
      account("mini-program", "一叶茶单", {}),
      account("website", "一叶茶铺网", {}),
    ],
    people: [
      { name: "xiaoming", displayName: "小明" },
      { name: "xiaohong", displayName: "小红" },
      { name: "afei", displayName: "阿飞" },
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
