import { Secret } from "../src/base/secret.ts";
import type { SaomaOptions } from "../src/server/config/config.ts";

/** The 服务号 that every measured server is configured for. */
export const account = {
  appid: "wx0123456789abcdef",
  secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
  token: "teahouse20260101",
  aesKey: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
} as const;

export const token = new Secret(account.token);
export const aesKey = new Secret(account.aesKey);

export type Mode = "plain" | "safe";

/** A reply of the same length as Saoma's, which the servers without storage send too. */
export const words = "你正在登录「青禾茶铺」：\n浏览器：Chrome（macOS）\n时间：06:05\n是你本人吗？\n是我，登录\n不是我";

export const origin = "http://127.0.0.1:7080";

/**
 * The service's options as an operator writes them, with WeChat at `wechatOrigin`. The limits are very high, because
 * all load comes from one machine.
 */
export function optionsFor(path: string, mode: Mode, wechatOrigin = "https://127.0.0.1:9"): SaomaOptions {
  const { appid, secret, token, aesKey } = account;
  const key = mode === "safe" ? { aesKey } : {};
  const often = { times: 1_000_000_000, per: "1d" } as const;
  return {
    origin,
    secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
    database: { path },
    sources: [
      {
        kind: "service",
        name: "青禾",
        appid,
        secret,
        token,
        mode,
        ...key,
        origins: { api: wechatOrigin, mp: wechatOrigin, open: wechatOrigin },
      },
    ],
    applications: [{ id: "shop", name: "青禾茶铺" }],
    limits: { attemptsPerAddress: often, attemptsPerAddressLong: often, waitingPerAddress: 100_000 },
  };
}
