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

/** The other sign-in methods need a 网站应用 and a 小程序. */
export const website = { appid: "wx00000000000000aa", secret: "2f1c0a7be2d94f6390b5c7d2e4a86f13" } as const;
export const miniProgram = { appid: "wx00000000000000bb", secret: "3e1c0a7be2d94f6390b5c7d2e4a86f13" } as const;

/** The id of the application whose newcomers bind a phone. */
export const club = "club";

/**
 * The service's options as an operator writes them. The limits are very high, because all load comes from one machine.
 */
export function optionsFor(path: string, mode: Mode): SaomaOptions {
  return optionsAt("https://127.0.0.1:9", path, mode);
}

const rarely = { times: 1_000_000, per: "1d" } as const;

/** The same for all sign-in methods, behind a proxy, with WeChat and the SMS server at `outside`. */
export function optionsOfAllWays(path: string, mode: Mode, outside: string): SaomaOptions {
  const options = optionsAt(outside, path, mode);
  const origins = originsAt(outside);
  return {
    ...options,
    sources: [
      ...options.sources,
      { kind: "website", name: "青禾网", origins, ...website },
      { kind: "mini-program", name: "青禾小程序", origins, ...miniProgram },
    ],
    applications: [...options.applications, { id: club, name: "青禾会员", newcomers: "bind-phone" }],
    sms: {
      sender: { kind: "https", url: `${outside}/sms`, secret: "h4Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe" },
      dailyCap: 1_000_000,
      limits: { perRange: rarely, perAddress: rarely },
    },
    trustedProxies: ["127.0.0.1"],
  };
}

const originsAt = (outside: string) => ({ api: outside, mp: outside, open: outside });

function optionsAt(outside: string, path: string, mode: Mode): SaomaOptions {
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
        origins: originsAt(outside),
      },
    ],
    applications: [{ id: "shop", name: "青禾茶铺" }],
    limits: { attemptsPerAddress: often, attemptsPerAddressLong: often, waitingPerAddress: 100_000 },
  };
}
