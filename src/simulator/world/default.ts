import { aesKeyOf, appidOf, originalIdOf, secretOf, tokenOf } from "./identity.ts";
import type { World } from "./schema.ts";

type Given = World["accounts"][number];
type Kind = NonNullable<Given["kind"]>;
/** An account with all values that a world may leave out. */
type Account = Given & { kind: Kind } & Record<"appid" | "secret" | "token" | "aesKey" | "originalId", string>;

/** The Open Platform account that binds the verified 服务号, the 小程序 and the 网站应用. */
const openPlatform = "yiye";
const verified: NonNullable<Account["abilities"]> = [
  "qrcode",
  "oauth",
  "user-info",
  "menu",
  "custom-message",
  "template-message",
  "subscribe-message",
];
const orderTemplate = {
  id: "OrderReady-0000000000000000000000000000000",
  title: "取餐提醒",
  fields: { character_string1: "取餐号", thing2: "商品", time3: "时间" },
};
const callbackDomains = ["127.0.0.1", "localhost"];

/**
 * The default world: one account of each kind, and three people who follow none of them yet. Ids, secrets and keys
 * are the same every time, and worth nothing outside the simulator.
 *
 * @example
 * import { createSimulator, defaultWorld } from "saoma/simulator";
 *
 * const simulator = createSimulator({ world: { ...defaultWorld(), seed: "a test" } });
 */
export function defaultWorld(): Omit<World, "accounts"> & {
  /** The accounts, with every default filled in. */
  accounts: Account[];
} {
  return {
    accounts: [
      account("service", "一叶茶铺", {
        mode: "safe",
        abilities: verified,
        openPlatform,
        callbackDomains,
        templates: [orderTemplate],
        agents: ["kf1@yiye"],
      }),
      account("subscription", "周末手记", { mode: "safe" }),
      account("test", "接口测试号", { abilities: verified, callbackDomains, templates: [orderTemplate] }),
      account("mini-program", "一叶茶单", {
        abilities: ["custom-message", "subscribe-message", "phone-number", "link"],
        openPlatform,
        pages: ["pages/index/index", "pages/login/index", "pages/login/login", "pages/order/index"],
        templates: [orderTemplate],
      }),
      account("website", "一叶茶铺网", { abilities: ["oauth"], openPlatform, callbackDomains }),
    ],
    people: [
      { name: "xiaoming", displayName: "小明", phone: "13800138001" },
      { name: "xiaohong", displayName: "小红", phone: "13800138002" },
      { name: "afei", displayName: "阿飞", phone: "13800138003" },
    ],
  };
}

function account(kind: Kind, name: string, more: Partial<Given>): Account {
  return {
    ...more,
    kind,
    name,
    appid: appidOf(kind),
    secret: secretOf(kind),
    token: tokenOf(kind),
    aesKey: aesKeyOf(kind),
    originalId: originalIdOf(kind),
  };
}
